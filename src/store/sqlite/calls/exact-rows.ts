import type { LogRow } from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';

const MOST_ROUTES = 4_096;
const ROUTE = 'api_route';

/**
 * Reads rows of the log exactly as they are stored. The driver is asked in its fast way first, and again where a value cannot
 * come that way: an integer beyond 2^53, or text that is no UTF-8, which then comes as bytes.
 */
export class ExactRows {
  // The same few routes come over and over.
  readonly #wholeRoutes = new Set<string>();

  /** The rows of a statement that selects the columns of a LogRow. */
  all(connection: Connection, sql: string, parameters: object): readonly LogRow[] {
    const rows = connection.prepare(sql).raw().all(parameters) as LogRow[];
    if (rows.every((row) => this.#isWhole(row))) return rows;
    const exactSql = sql.replace(' FROM', `, CAST(${ROUTE} AS BLOB) FROM`);
    return (connection.prepareExact(exactSql).raw().all(parameters) as ExactRow[]).map(toLogRow);
  }

  // Whether the driver handed over all of a row as it is stored.
  #isWhole(row: LogRow): boolean {
    if (isInexact(row[0]) || isInexact(row[2]) || isInexact(row[4]) || isInexact(row[5])) return false;
    const route = row[3];
    if (typeof route !== 'string' || this.#wholeRoutes.has(route)) return true;
    if (route.includes('\ufffd')) return false;
    if (this.#wholeRoutes.size >= MOST_ROUTES) this.#wholeRoutes.clear();
    this.#wholeRoutes.add(route);
    return true;
  }
}

type ExactRow = readonly [...LogRow, routeBytes: unknown];

function isInexact(value: unknown): boolean {
  return typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER);
}

function toLogRow([id, dateTime, userId, route, status, ms, routeBytes]: ExactRow): LogRow {
  const bytes = typeof route === 'string' && route.includes('\ufffd') ? routeBytes : route;
  return [
    toNumberIfSafe(id) as LogRow[0],
    dateTime,
    toNumberIfSafe(userId),
    bytes,
    toNumberIfSafe(status),
    toNumberIfSafe(ms),
  ];
}

function toNumberIfSafe(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
