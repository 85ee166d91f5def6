import type { ApiCall, NewestCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { type CallRow, toCall } from '../../answers/call-records.ts';
import { toId } from '../../answers/ids.ts';
import type { PostgresContext } from '../context.ts';
import { bindId, SECONDS, toSeconds } from '../values.ts';
import { CALL_COLUMNS, CALLS } from './call-columns.ts';
import { HAS_TIME_INDEX } from './time-index.ts';

/** One call. */
export const FIND_CALL = `
  SELECT ${CALL_COLUMNS}, l.request_payload, l.response_payload FROM ${CALLS} WHERE l.id = $1::bigint LIMIT 1`;

/** The newest row of the log. */
export const NEWEST_CALL = `
  SELECT id, extract(epoch FROM date_time)::float8 FROM user_api_call_log ORDER BY id DESC LIMIT 1`;

/** The latest time until now, of all calls if there is an index by time, else of the newest rows. */
export const LATEST_TIME = `
  SELECT extract(epoch FROM CASE WHEN ${HAS_TIME_INDEX} THEN (
    SELECT max(date_time) FROM user_api_call_log WHERE date_time <= to_timestamp($1)
  ) ELSE (
    SELECT max(date_time) FROM (SELECT date_time FROM user_api_call_log ORDER BY id DESC LIMIT 1000) l
    WHERE date_time <= to_timestamp($1)
  ) END)::float8`;

/** One call with everything that was logged, or undefined. */
export async function findCall({ server }: PostgresContext, id: Id): Promise<ApiCall | undefined> {
  const [row] = await server.read((ask) => ask.rows<CallRow>(FIND_CALL, [bindId(id)]));
  return row === undefined ? undefined : toCall(row, { times: SECONDS });
}

/** The newest row of the log, and the latest time that is not of the future if there is one. */
export async function newestCall({ server, now }: PostgresContext): Promise<NewestCall> {
  const [[newest], [latest]] = await server.read((ask) =>
    Promise.all([
      ask.tuples<readonly [id: unknown, seconds: unknown]>(NEWEST_CALL),
      ask.tuples<readonly [seconds: unknown]>(LATEST_TIME, [toSeconds(now())]),
    ]),
  );
  if (newest === undefined) return { id: null, dateTime: null };
  const [id, seconds] = newest;
  return { id: toId(id), dateTime: SECONDS.toDate(latest?.[0]) ?? SECONDS.toDate(seconds) };
}
