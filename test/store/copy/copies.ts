import type { Location, ServerLocation } from '../../../src/model/location.ts';
import type { CopyOptions } from '../../../src/store/copy/copying.ts';
import { type CopyPlan, type CopyReport, copyDatabase, planCopy, withCopySides } from '../../../src/store/open-copy.ts';
import { askDatabase } from '../../helpers/postgres.ts';
import { fixedNow, querySql } from '../../helpers/store.ts';

/** Copies one database into another as the command does, all at once. */
export async function copy(
  from: Location,
  to: Location,
  { onProgress = () => undefined, signal = new AbortController().signal }: Partial<CopyWishes> = {},
): Promise<CopyReport & { readonly plan: CopyPlan }> {
  return withCopySides({ from, to, options: { now: fixedNow, actor: 'tester@here' } }, async (sides) => {
    const plan = await planCopy(sides.source, sides.target);
    return { plan, ...(await copyDatabase({ ...sides, signal, onProgress })) };
  });
}

interface CopyWishes {
  readonly signal: AbortSignal;
  readonly onProgress: CopyOptions['onProgress'];
}

/** The sums in which both sides of a copy differ. */
export function differences({ checks }: CopyReport): readonly unknown[] {
  return checks.filter(({ source, target }) => source !== target);
}

/** Rows of a table of rejected rows, without what differs from copy to copy. */
export type Rejections = Readonly<Record<string, number>>;

/** The numbers of rejected rows by table and reason. */
export function rejections({ rejected }: CopyReport): Rejections {
  return Object.fromEntries(rejected.map(({ table, reason, rows }) => [`${table}: ${reason}`, Number(rows)]));
}

const TABLES = ['"user"', 'user_api_call_log', 'product_attributes', 'admin_audit_log'];

/** All rows of a file's tables, in the order of their ids. */
export function rowsOfFile(path: string): readonly (readonly Record<string, unknown>[])[] {
  return TABLES.map((table) => querySql(path, `SELECT * FROM ${table} ORDER BY id`));
}

/** Counts the rows of a server's table. */
export async function countOnServer(location: ServerLocation, table: string): Promise<number> {
  const [row] = await askDatabase(location, `SELECT count(*)::int AS rows FROM ${table}`);
  return Number(row?.rows);
}
