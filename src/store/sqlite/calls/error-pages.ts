import type { ErrorSort } from '../../../model/call.ts';
import type { PageRequest } from '../../../model/page.ts';
import { toId } from '../../answers/ids.ts';
import { type PagePlace, placeOf } from '../../answers/pages.ts';
import type { WindowBounds } from '../../answers/periods.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
import { IN_WINDOW, INDEX_OF_ERRORS, IS_ERROR } from './call-sql.ts';

// So many entries are skipped, or counted, one by one; beyond that a list of all ids is the faster way.
const NEAR = 10_000;

/** Counts the errors of a window. */
export const ERROR_COUNT = `SELECT COUNT(*) FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR}`;

/** Reads the time of an error of the window. */
export const ERROR_TIME = `SELECT date_time FROM user_api_call_log WHERE id = @id AND ${IN_WINDOW} AND ${IS_ERROR}`;

/** Counts the errors of the window before one and after it; `@most` and more if they are too many to count. */
export const ERRORS_BEFORE = `
  SELECT (SELECT COUNT(*) FROM (
      SELECT 1 FROM user_api_call_log WHERE date_time >= @from AND date_time < @at AND ${IS_ERROR} LIMIT @most))
    + (SELECT COUNT(*) FROM user_api_call_log WHERE date_time = @at AND id < @id AND ${IS_ERROR})`;
export const ERRORS_AFTER = `
  SELECT (SELECT COUNT(*) FROM (
      SELECT 1 FROM user_api_call_log WHERE date_time > @at AND date_time < @to AND ${IS_ERROR} LIMIT @most))
    + (SELECT COUNT(*) FROM user_api_call_log WHERE date_time = @at AND id > @id AND ${IS_ERROR})`;

/** The ids of a window's errors from a place on, oldest or newest first. */
export const FIRST_ERRORS = `
  SELECT id FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR}
  ORDER BY date_time, id LIMIT @limit OFFSET @offset`;
export const LAST_ERRORS = `
  SELECT id FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR}
  ORDER BY date_time DESC, id DESC LIMIT @limit OFFSET @offset`;

/** Asks for a page of a window's errors by time, all of them; `total` is how many there are, if that is known. */
export function pageOfErrors(
  connection: Connection,
  request: PageRequest<ErrorSort>,
  { bounds, total }: { readonly bounds: WindowBounds; readonly total: number | undefined },
): PagePlace | undefined {
  if (!connection.hasIndex(INDEX_OF_ERRORS)) return undefined;
  // Places among other forms of times are those of no index.
  if (connection.timeForms.questionOf(bounds, 'errors').isByInstant) return undefined;
  const count = total ?? (connection.prepare(ERROR_COUNT).pluck().get(bounds) as number);
  const anchorIndex = anchorIn(connection, request, { bounds, count });
  if (anchorIndex === undefined) return undefined;
  const { limit, ...place } = placeOf({ total: count, anchorIndex }, request);
  const ids = idsAt(connection, { ...bounds, ...place, limit, isNewestFirst: request.descending });
  return ids && { ...place, ids };
}

/** The place of the anchor; null if it is not in the list, undefined if it is far from both ends. */
function anchorIn(
  connection: Connection,
  { anchorId, descending }: PageRequest<ErrorSort>,
  { bounds, count }: { readonly bounds: WindowBounds; readonly count: number },
): number | null | undefined {
  if (anchorId === null) return null;
  const at = connection
    .prepare(ERROR_TIME)
    .pluck()
    .get({ ...bounds, id: bindId(anchorId) });
  if (at === undefined) return null;
  const parameters = { at, id: bindId(anchorId), most: NEAR };
  const [toStart, toEnd] = descending ? [ERRORS_AFTER, ERRORS_BEFORE] : [ERRORS_BEFORE, ERRORS_AFTER];
  const distance = (sql: string) =>
    connection
      .prepare(sql)
      .pluck()
      .get(sql === ERRORS_BEFORE ? { ...parameters, from: bounds.from } : { ...parameters, to: bounds.to }) as number;
  const fromStart = distance(toStart);
  if (fromStart < NEAR) return fromStart;
  const fromEnd = distance(toEnd);
  return fromEnd < NEAR ? count - 1 - fromEnd : undefined;
}

interface IdsAt extends WindowBounds {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly isNewestFirst: boolean;
}

/** The ids of a page, read from the nearer end of the list; undefined if both are far. */
function idsAt(connection: Connection, { from, to, offset, limit, total, isNewestFirst }: IdsAt) {
  const read = (isFromNewest: boolean, skip: number, most: number) =>
    connection
      .prepareExact(isFromNewest ? LAST_ERRORS : FIRST_ERRORS)
      .pluck()
      .all({ from, to, offset: skip, limit: most })
      .map(toId);
  if (offset <= NEAR) return read(isNewestFirst, offset, limit);
  const until = Math.min(total, offset + limit);
  if (total - until <= NEAR) return read(!isNewestFirst, total - until, until - offset).reverse();
  return undefined;
}
