import type { NearestSuccess } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import type { PostgresContext } from '../context.ts';
import type { Asker } from '../server/server.ts';
import { bindId, SECONDS } from '../values.ts';
import { HAS_TIME_INDEX } from './time-index.ts';

// The calls of hours before and after, where the API is busy.
const MOST_OF_ALL = 50_000;
const MOST_OF_USER = 5_000;
const MOST_BY_ID = 1_000;

const CALL = `(SELECT id, user_id, date_time, api_route FROM user_api_call_log WHERE id = $1::bigint LIMIT 1) c`;

/** Reads the time of a call, and whether the log has an index by time. */
export const CALL_TO_MATCH = `SELECT extract(epoch FROM c.date_time)::float8, ${HAS_TIME_INDEX} FROM ${CALL}`;

/** Finds the first successful call of the route among some that are next to the call, in order. */
function nextTo(where: string, order: string, most: number): string {
  // A single call is met with each of those next to it in turn, so that they keep their order.
  return `
    SELECT n.id, extract(epoch FROM n.date_time)::float8 FROM ${CALL}
    CROSS JOIN LATERAL (
      SELECT id, date_time, api_route, response_status_code FROM user_api_call_log
      WHERE ${where} ORDER BY ${order} LIMIT ${most}) n
    WHERE n.api_route = c.api_route AND n.response_status_code < 400 AND n.id <> c.id LIMIT 1`;
}

/** The successful calls of a user and a route that are next in time before and after a call. */
export const NEAREST_OF_USER: readonly string[] = [
  nextTo('user_id = c.user_id AND date_time <= c.date_time', 'date_time DESC', MOST_OF_USER),
  nextTo('user_id = c.user_id AND date_time >= c.date_time', 'date_time', MOST_OF_USER),
];

/** The same of a route. */
export const NEAREST_OF_ROUTE: readonly string[] = [
  nextTo('date_time <= c.date_time', 'date_time DESC', MOST_OF_ALL),
  nextTo('date_time >= c.date_time', 'date_time', MOST_OF_ALL),
];

/** The successful calls of a route that were logged next before and after a call. */
export const NEAREST_BY_ID: readonly string[] = [
  nextTo('id < c.id', 'id DESC', MOST_BY_ID),
  nextTo('id > c.id', 'id', MOST_BY_ID),
];

type Candidate = readonly [id: unknown, seconds: unknown];

/** The successful call next in time to this one, of the same user and route, else of the route; undefined if none is near. */
export function nearestSuccess({ server }: PostgresContext, id: Id): Promise<NearestSuccess | undefined> {
  return server.read(async (ask) => {
    const [[call], ofUser] = await Promise.all([
      ask.tuples<readonly [seconds: unknown, hasTimeIndex: boolean]>(CALL_TO_MATCH, [bindId(id)]),
      readNearest(ask, NEAREST_OF_USER, id),
    ]);
    if (call === undefined) return undefined;
    const [seconds, hasTimeIndex] = call;
    const time = SECONDS.toDate(seconds);
    const foundOfUser = time && nearestOf(ofUser, time);
    if (foundOfUser) return { id: foundOfUser, isOfSameUser: true };
    const ofRoute = time && hasTimeIndex ? nearestOf(await readNearest(ask, NEAREST_OF_ROUTE, id), time) : undefined;
    const found = ofRoute ?? nearestOf(await readNearest(ask, NEAREST_BY_ID, id), time);
    return found === undefined ? undefined : { id: found, isOfSameUser: false };
  });
}

async function readNearest(ask: Asker, statements: readonly string[], id: Id): Promise<readonly Candidate[]> {
  const found = await Promise.all(statements.map((sql) => ask.tuples<Candidate>(sql, [bindId(id)])));
  return found.flat();
}

function nearestOf(candidates: readonly Candidate[], time: Date | null): Id | undefined {
  const distances = candidates.map(([, seconds]) => {
    const at = SECONDS.toDate(seconds);
    // Without a time the next row is the nearest.
    return time === null || at === null ? Number.MAX_SAFE_INTEGER : Math.abs(at.getTime() - time.getTime());
  });
  const nearest = candidates[distances.indexOf(Math.min(...distances))];
  return nearest && toId(nearest[0]);
}
