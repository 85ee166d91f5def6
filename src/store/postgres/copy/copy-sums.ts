import type { IdRange } from '../../copy/rows.ts';
import type { TableSums } from '../../copy/sums.ts';
import type { CopyTable } from '../../copy/tables.ts';
import type { Server } from '../server/server.ts';
import { readSqlOf } from './copy-sql.ts';

/** Whole numbers of one row of sums, each with all its digits. */
type SumRow = readonly [
  rows: string,
  ids: string,
  bytes: string,
  seconds: string,
  thousandths: string,
  marked: string,
  first: string | null,
  last: string | null,
];

/** Sums the rows of a range but those with some ids. */
export async function sumRows(
  server: Server,
  table: CopyTable,
  { from, to, without }: IdRange & { readonly without: readonly bigint[] },
): Promise<TableSums> {
  const sql = readSqlOf(table);
  const values = [from, to, without];
  const [[sums], groups] = await server.read((ask) =>
    Promise.all([ask.tuples<SumRow>(sql.sums, values), ask.tuples<readonly [string, string]>(sql.groups, values)]),
  );
  const [rows = '0', ids = '0', bytes = '0', seconds = '0', thousandths = '0', marked = '0', first, last] = sums ?? [];
  return {
    rows: BigInt(rows),
    ids: BigInt(ids),
    bytes: BigInt(bytes),
    seconds: BigInt(seconds),
    thousandths: BigInt(thousandths),
    marked: BigInt(marked),
    groups: new Map(groups.map(([key, count]) => [key, BigInt(count)])),
    first: toBigInt(first),
    last: toBigInt(last),
  };
}

function toBigInt(text: string | null | undefined): bigint | null {
  return text === null || text === undefined ? null : BigInt(text);
}
