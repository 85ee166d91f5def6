import type { Id } from '../../../model/id.ts';
import type { UserOverviewPage } from '../../../model/user.ts';
import { toId } from '../../answers/ids.ts';
import { placePage } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { toTimestamp } from '../../answers/timestamps.ts';
import { planUserBuckets } from '../../answers/user-buckets.ts';
import { readDetails, readSortDetails } from '../../answers/user-details.ts';
import { orderUsers, toOverview } from '../../answers/user-overview.ts';
import { byUser, type Crowd, toCrowd, type UserEntry } from '../../answers/user-snapshot.ts';
import type { UserOverviewRequest } from '../../store.ts';
import { FIRST_SECOND, LAST_SECOND } from '../calls/call-sql.ts';
import type { PostgresContext } from '../context.ts';
import type { Asker } from '../server/server.ts';
import { bindIds, SECONDS, toSeconds } from '../values.ts';
import { USER_COLUMNS } from './user-rows.ts';

/** All users. */
export const USER_ENTRIES = `SELECT ${USER_COLUMNS} FROM "user"`;

const lastCallsOf = (users: string) => `
  SELECT u.id, extract(epoch FROM coalesce(
    (SELECT max(l.date_time) FROM user_api_call_log l
      WHERE l.user_id = u.id AND l.date_time >= to_timestamp($2::float8) AND l.date_time <= to_timestamp($1::float8)),
    (SELECT min(l.date_time) FROM user_api_call_log l
      WHERE l.user_id = u.id AND l.date_time > to_timestamp($1::float8) AND l.date_time < to_timestamp($3::float8))))::float8
  FROM ${users}`;

/** The last calls of all users until `$1`, or else the first after it. */
export const ALL_LAST_CALLS = lastCallsOf('"user" u');

/** The same of some users, `$4`. */
export const SOME_LAST_CALLS = lastCallsOf('unnest($4::bigint[]) AS u(id)');

/** Answers pages of the users with their traffic. */
export function createUserOverview({
  server,
  now,
  sums,
  thresholds,
  resolve,
}: PostgresContext): (request: UserOverviewRequest) => Promise<UserOverviewPage> {
  return async (request) => {
    const time = now();
    const isByLastCall = request.sort === 'lastCall' || request.sort === 'keyState';
    const [{ window, calls: wanted, query, usersThat }, crowd] = await Promise.all([
      resolve(request.window, request),
      server.read((ask) => readCrowd(ask, isByLastCall ? time : undefined)),
    ]);
    const traffic = byUser(await sums.traffic(window, [...crowd.entries.keys()], wanted));
    const snapshot = { ...crowd, traffic };
    const sources = { sums, thresholds, now: time };
    const question = { snapshot, window, calls: wanted };
    const sorted = await readSortDetails(sources, question, request.sort);
    const order = orderUsers(snapshot, request, { query, usersThat, details: sorted, times: SECONDS });
    const { ids, ...place } = placePage(order, request);
    const plan = planUserBuckets(window, request.bucketCount, time);
    const [calls, shown, details] = await Promise.all([
      sums.callsByBucket(window, ids, plan, wanted),
      isByLastCall ? crowd.lastCalls : server.read((ask) => lastCallsUntil(ask, time, ids)),
      request.details === true ? readDetails(sources, question, ids) : undefined,
    ]);
    const rows = ids.flatMap((id) =>
      toOverview(id, { ...snapshot, lastCalls: shown }, { calls, details, times: SECONDS }),
    );
    const { activeTotal } = crowd;
    return { rows, ...place, unfilteredTotal: crowd.entries.size, activeTotal, ...scanOf(wanted) };
  };
}

/** Reads all users, with their last calls until a time if it is given. */
export async function readCrowd(ask: Asker, time: Date | undefined): Promise<Crowd> {
  const [entries, lastCalls] = await Promise.all([
    ask.tuples<UserEntry>(USER_ENTRIES),
    time === undefined ? new Map<Id, string>() : lastCallsUntil(ask, time),
  ]);
  return toCrowd(entries, lastCalls);
}

/** Reads the times of the last calls of some users, or of all: UTC text. */
async function lastCallsUntil(ask: Asker, time: Date, ids?: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  const values = [toSeconds(time), FIRST_SECOND, LAST_SECOND];
  const rows = await (ids === undefined
    ? ask.tuples<LastCall>(ALL_LAST_CALLS, values)
    : ask.tuples<LastCall>(SOME_LAST_CALLS, [...values, bindIds(ids)]));
  const dated = rows.flatMap(([id, second]) => (second === null ? [] : [[toId(id), second] as const]));
  return new Map(dated.map(([id, second]) => [id, toTimestamp(new Date(second * 1000))]));
}

type LastCall = readonly [id: Id, second: number | null];
