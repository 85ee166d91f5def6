import type { ServerLocation } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { FIRST_MS, LAST_MS, toTimestamp } from '../../answers/timestamps.ts';
import type { RawRow } from '../../copy/rows.ts';
import type { CopySource } from '../../copy/source.ts';
import { type CopyTable, type TableName, tableNamed } from '../../copy/tables.ts';
import { sqlState } from '../schema/sql-state.ts';
import { Server } from '../server/server.ts';
import { readSqlOf } from './copy-sql.ts';
import { sumRows } from './copy-sums.ts';

/** Time that one statement of a copy may take, and that a server that was lost is waited for, in milliseconds. */
export const COPY_TIMEOUT_MS = 600_000;

const NOT_ALLOWED = '42501';
const DAY_MS = 86_400_000;

/** Finds relations by their names. */
export const HAS_RELATION = `SELECT to_regclass($1) IS NOT NULL AS found`;

/** The days in UTC, counted from 1970, of the calls of a range of ids. */
export const CALL_DAYS = `
  SELECT DISTINCT floor(extract(epoch FROM date_time)::float8 / 86400) AS day FROM user_api_call_log
  WHERE id >= $1::int8 AND id <= $2::int8 ORDER BY day`;

/** Opens a server's database to be copied; it is only read, so that a standby will do. */
export function openServerSource(location: ServerLocation, name: string): CopySource {
  const server = new Server(location, { timeoutMs: COPY_TIMEOUT_MS });
  const isThere = (table: TableName) => hasRelation(server, table);
  return {
    name,
    countRows: async () => {
      const count = async (table: TableName) => {
        if (!(await isThere(table))) return 0;
        const [row] = await server.read((ask) =>
          ask.rows<{ readonly rows: number }>(readSqlOf(tableNamed(table)).count),
        );
        return Number(row?.rows ?? 0);
      };
      const [user, product_attributes, admin_audit_log, user_api_call_log] = await Promise.all([
        count('user'),
        count('product_attributes'),
        count('admin_audit_log'),
        count('user_api_call_log'),
      ]);
      return { user, product_attributes, admin_audit_log, user_api_call_log };
    },
    lastId: async (table) => {
      if (!(await isThere(table.name))) return undefined;
      const [row] = await server.read((ask) =>
        ask.rows<{ readonly id: number | bigint | null }>(readSqlOf(table).lastId),
      );
      return row?.id === null || row === undefined ? undefined : BigInt(row.id);
    },
    callDays: async ({ from, to }) => {
      const rows = await server.read((ask) => ask.rows<{ readonly day: number }>(CALL_DAYS, [from, to]));
      return rows.flatMap(({ day }) => (Number.isFinite(day) ? [new Date(day * DAY_MS)] : []));
    },
    readRows: async (table, { from, to }) => {
      if (!(await isThere(table.name))) return [];
      const read = server.read((ask) => ask.tuples<RawRow>(readSqlOf(table).rows, [from, to]));
      const rows = await read.catch((error: unknown) => {
        throw sqlState(error) === NOT_ALLOWED ? mayNotCopy(error) : error;
      });
      const times = timeIndexes(table);
      return rows.map((row) => withTexts(row, times));
    },
    // An id of a server's table is a whole number.
    readRowsWithoutId: async () => [],
    sumRows: (table, range, without) => sumRows(server, table, { ...range, without }),
    close: () => server.close(),
  };
}

function mayNotCopy(error: unknown): PresentsError {
  return new PresentsError(error instanceof Error ? error.message : String(error), {
    code: 'refused',
    nextStep: 'A copy reads every column, the hashes of the keys, too: connect as the owner of the tables.',
    cause: error,
  });
}

/** Tells whether the database has a table. */
export async function hasRelation(server: Server, name: string): Promise<boolean> {
  const [row] = await server.read((ask) => ask.rows<{ readonly found: boolean }>(HAS_RELATION, [`"${name}"`]));
  return row?.found === true;
}

function timeIndexes({ columns }: CopyTable): readonly number[] {
  return columns.flatMap(({ kind }, index) => (kind === 'time' ? [index] : []));
}

/** A row with its times as text; what is no time that other engines know stays as it is. */
function withTexts(row: RawRow, times: readonly number[]): RawRow {
  const written = [...row];
  for (const index of times) {
    const seconds = row[index];
    if (typeof seconds !== 'number') continue;
    const ms = Math.floor(seconds) * 1000;
    if (ms >= FIRST_MS && ms <= LAST_MS) written[index] = toTimestamp(new Date(ms));
  }
  return written;
}
