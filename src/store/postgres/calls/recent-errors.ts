import type { ApiError } from '../../../model/call.ts';
import { type CallRow, toError } from '../../answers/call-records.ts';
import { failedOf } from '../../answers/errors-alone.ts';
import { toJsonText, toPayload } from '../../answers/values.ts';
import type { RecentErrorsOptions } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { SECONDS } from '../values.ts';
import { CALL_COLUMNS } from './call-columns.ts';
import { askAbout } from './call-question.ts';
import { ALL_TIME, FIRST_SECOND, IN_WINDOW, LAST_SECOND } from './call-sql.ts';

const FOUND = `
    SELECT l.id, l.date_time, l.user_id, l.api_route, l.response_status_code, l.response_time_ms, l.error_message,
      l.request_payload, 1 AS part
    FROM user_api_call_log l WHERE ${IN_WINDOW}`;
const IS_READABLE = 'l.date_time >= to_timestamp($2::float8) AND l.date_time <= to_timestamp($3::float8)';

/** The newest failed calls, `$1` of them; those come last whose times are none, which are not between `$2` and `$3`. */
export const RECENT_ERRORS = `
  SELECT ${CALL_COLUMNS}, l.request_payload
  FROM (
    (${FOUND} AND ${IS_READABLE} ORDER BY l.date_time DESC, l.id DESC LIMIT $1::bigint)
    UNION ALL
    (${FOUND.replace('1 AS part', '2 AS part')} AND NOT (${IS_READABLE}) ORDER BY l.id DESC LIMIT $1::bigint)
    LIMIT $1::bigint) l
  LEFT JOIN "user" u ON u.id = l.user_id
  ORDER BY l.part, CASE l.part WHEN 1 THEN l.date_time END DESC, l.id DESC`;

/** The newest failed calls. Throws a PresentsError if there is no such user. */
export async function recentErrors(
  { server, resolve, scans }: PostgresContext,
  { limit = 100, payloads = 'parsed', window: wanted, ...filter }: RecentErrorsOptions,
): Promise<readonly ApiError[]> {
  const { window, calls } = await resolve(wanted, filter);
  const failed = failedOf(calls);
  const found = await scans.find(window ?? ALL_TIME, failed, { enough: limit });
  const about = askAbout({ window, calls: failed, found });
  const rows = await server.read((ask) =>
    ask.rows<CallRow>(...about(RECENT_ERRORS, [limit, FIRST_SECOND, LAST_SECOND])),
  );
  return rows.map((row) => toError(row, { times: SECONDS, payloadOf: PAYLOAD_READERS[payloads] }));
}

const PAYLOAD_READERS = { parsed: toPayload, text: toJsonText, none: () => null };
