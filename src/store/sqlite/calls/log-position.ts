import type { Mark, Position, Standing } from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';

const IDS_AT_ONCE = 500n;
const MOST_STEPS = 100n;

/** The columns of the log that a statistic depends on. */
export const STATISTIC_COLUMNS = 'id, date_time, user_id, api_route, response_status_code, response_time_ms';

/** The smallest and the largest id of the log. */
export const LOG_EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

/** Checks that ids are whole numbers, each of one row, and found directly. */
export const HAS_ROW_IDS = `
  SELECT (SELECT group_concat(lower(name) || ' ' || lower(type)) FROM pragma_table_info('user_api_call_log') WHERE pk > 0)
    = 'id integer' AND (SELECT wr FROM pragma_table_list WHERE name = 'user_api_call_log' COLLATE NOCASE) = 0`;

/** Counts the rows between two ids. */
export const COUNT_BETWEEN = 'SELECT COUNT(*) FROM user_api_call_log WHERE id > ? AND id <= ?';

/** One row, as far as a statistic depends on it. */
export const STATISTIC_ROW = `SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE id = ?`;

/** The log up to an id, or to its end, as it looks now; undefined if its ids may be missing, text, or twice the same. */
export function markOf(connection: Connection, position?: Position): Mark | undefined {
  const extent = extentOf(connection);
  if (extent === undefined) return undefined;
  const last = position === undefined ? (extent.last ?? 0n) : BigInt(position);
  const look = JSON.stringify(lookOf(connection, extent.first, last));
  return { position: String(last), look, rowCount: Number(last - (extent.first ?? 0n)) + 1 };
}

/** Compares the log with a mark, as far as its first row and the last marked one show. */
export function standingOf(connection: Connection, { position, look }: Mark): Standing {
  const extent = extentOf(connection);
  if (extent === undefined) return { is: 'unfit' };
  const known = JSON.parse(look) as Look;
  const found = lookOf(connection, extent.first, BigInt(position));
  if (found.last !== known.last) return { is: 'another' };
  return { is: found.first === known.first ? 'same' : 'cut' };
}

/** Counts the rows after an id up to another, in short steps, since a writer may wait for each; ids may be far apart. */
export function countBetween(connection: Connection, position: Position, until: Position): number {
  const [first, last] = [BigInt(position), BigInt(until)];
  const step = (last - first) / MOST_STEPS + 1n;
  const length = step > IDS_AT_ONCE ? step : IDS_AT_ONCE;
  let count = 0;
  for (let from = first; from < last; from += length) {
    const to = last < from + length ? last : from + length;
    count += connection.prepare(COUNT_BETWEEN).pluck().get(from, to) as number;
  }
  return count;
}

interface Extent {
  readonly first: bigint | null;
  readonly last: bigint | null;
}

interface Look {
  readonly first: string | null;
  /** Content of the last row, to tell it from others that might have its id. */
  readonly last: string;
}

function lookOf(connection: Connection, first: bigint | null, last: bigint): Look {
  const row = connection.prepareExact(STATISTIC_ROW).raw().get(last);
  const written = JSON.stringify(row ?? null, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  return { first: first === null ? null : String(first), last: written };
}

function extentOf(connection: Connection): Extent | undefined {
  if (connection.prepare(HAS_ROW_IDS).pluck().get() !== 1) return undefined;
  return connection.prepareExact(LOG_EXTENT).get() as Extent;
}
