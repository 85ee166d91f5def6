import type { ApiCall, NewestCall, StoredCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { type CallRow, toCall } from '../../answers/call-records.ts';
import { toId } from '../../answers/ids.ts';
import { fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import { toStoredPayload } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId } from '../file/ids.ts';
import { instantOf } from '../file/instants.ts';
import { CALLS, ERROR_COLUMNS } from './call-rows.ts';
import { INDEX_BY_TIME } from './call-sql.ts';

/** One call. */
export const FIND_CALL = `
  SELECT ${ERROR_COLUMNS}, l.user_id, l.response_time_ms, l.response_payload FROM ${CALLS} WHERE l.id = ?`;

/** The newest row of the log. */
export const NEWEST_CALL = `SELECT id, date_time FROM user_api_call_log ORDER BY id DESC LIMIT 1`;

/** The latest time until now, as text sorts. */
export const LATEST_TIME = `SELECT MAX(date_time) FROM user_api_call_log WHERE date_time > '' AND date_time <= @now`;

/** The time of the newest row that is not of the future, among the newest. */
export const NEWEST_TIME = `
  SELECT date_time FROM (SELECT id, date_time FROM user_api_call_log ORDER BY id DESC LIMIT 1000)
  WHERE ${instantOf('date_time')} <= julianday(@now) ORDER BY id DESC LIMIT 1`;

/** One call with everything that was logged, or undefined. */
export function findCall({ file }: StoreContext, id: Id): ApiCall | undefined {
  const row = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  return row === undefined ? undefined : toCall(row as CallRow);
}

/** One call with its payloads as they are stored, or undefined. */
export function findStoredCall(
  { file }: StoreContext,
  id: Id,
  part: { readonly from?: number; readonly maxLength: number },
): StoredCall | undefined {
  const found = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  if (found === undefined) return undefined;
  const row = found as CallRow;
  return {
    ...toCall({ ...row, request_payload: null, response_payload: null }),
    requestPayload: toStoredPayload(row.request_payload, part),
    responsePayload: toStoredPayload(row.response_payload, part),
  };
}

/** The newest row of the log, and the latest time that is not of the future if there is one. */
export function newestCall({ file, now }: StoreContext): NewestCall {
  return file.read((connection) => {
    const row = connection.prepareExact(NEWEST_CALL).get();
    if (row === undefined) return { id: null, dateTime: null };
    const { id, date_time } = row as CallRow;
    return { id: toId(id), dateTime: latestTime(connection, now()) ?? fromTimestamp(date_time) };
  });
}

// Calls that were brought in later, from another log, stand behind newer ones.
function latestTime(connection: Connection, time: Date): Date | null {
  const ask = (sql: string) =>
    fromTimestamp(
      connection
        .prepare(sql)
        .pluck()
        .get({ now: toTimestamp(time) }),
    );
  const times = [ask(NEWEST_TIME), connection.hasIndex(INDEX_BY_TIME) ? ask(LATEST_TIME) : null];
  // Text with an offset may sort before now and be later.
  const past = times.filter((found) => found !== null && found <= time);
  return past.reduce((latest, found) => (latest === null || (found !== null && found > latest) ? found : latest), null);
}
