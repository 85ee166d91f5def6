import type { NearestSuccess } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import { fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId } from '../file/ids.ts';
import { INDEX_BY_TIME } from './call-sql.ts';

// Read from the index alone, in some milliseconds: the calls of hours before and after, where the API is busy.
const MOST_BY_TIME = 50_000;
// Each is read from the table, where a status stands behind its payloads.
const MOST_BY_ROW = 1_000;
// Among these the one next in time is chosen: times in another form do not sort as the instants that they denote.
const CANDIDATES = 20;

/** The call that others are looked for around. */
export const CALL_TO_MATCH = `SELECT user_id, date_time, api_route FROM user_api_call_log WHERE id = ?`;

const COLUMNS = 'id, user_id, date_time, api_route, response_status_code';
const FITS = 'api_route = @route AND response_status_code < 400 AND id <> @id';

const near = (where: string, order: string, { fits, most }: { readonly fits: string; readonly most: number }) => `
  SELECT id, date_time FROM (
    SELECT ${COLUMNS} FROM user_api_call_log WHERE ${where} ORDER BY ${order} LIMIT ${most})
  WHERE ${fits} LIMIT ${CANDIDATES}`;

const byTime = (of: string, fits: string, most: number) => ({
  before: near(`${of}date_time <= @time`, 'date_time DESC', { fits, most }),
  after: near(`${of}date_time >= @time`, 'date_time', { fits, most }),
});

/** Successful calls of a user and a route before and after a time, among the calls of all users. */
export const NEAR_OF_USER_BY_TIME = byTime('', `user_id = @userId AND ${FITS}`, MOST_BY_TIME);

/** The same among the calls of the user alone. */
export const NEAR_OF_USER = byTime('user_id = @userId AND ', FITS, MOST_BY_ROW);

/** Successful calls of a route before and after a time. */
export const NEAR_OF_ROUTE_BY_TIME = byTime('', FITS, MOST_BY_TIME);

/** Successful calls of a route that were logged before and after a call. */
export const NEAR_OF_ROUTE = {
  before: near('api_route = @route AND id < @id', 'id DESC', { fits: FITS, most: MOST_BY_ROW }),
  after: near('api_route = @route AND id > @id', 'id', { fits: FITS, most: MOST_BY_ROW }),
};

interface Directions {
  readonly before: string;
  readonly after: string;
}

/** The successful call next in time to this one, of the same user and route, else of the route; undefined if none is near. */
export function nearestSuccess({ file }: StoreContext, id: Id): NearestSuccess | undefined {
  return file.read((connection) => {
    const row = connection.prepareExact(CALL_TO_MATCH).get(bindId(id));
    if (row === undefined) return undefined;
    const { user_id: userId, date_time: dateTime, api_route: route } = row as CallToMatch;
    const time = fromTimestamp(dateTime);
    const parameters = { id: bindId(id), userId, route };
    const hasIndex = connection.hasIndex(INDEX_BY_TIME);
    const nearest = (statements: Directions) => nearestOf(connection, statements, { ...parameters, time });
    const isOfSameUser = true;
    const ofUser =
      (hasIndex && time ? nearest(NEAR_OF_USER_BY_TIME) : undefined) ?? (time ? nearest(NEAR_OF_USER) : undefined);
    if (ofUser !== undefined) return { id: ofUser, isOfSameUser };
    const ofRoute = (hasIndex && time ? nearest(NEAR_OF_ROUTE_BY_TIME) : undefined) ?? nearest(NEAR_OF_ROUTE);
    return ofRoute === undefined ? undefined : { id: ofRoute, isOfSameUser: false };
  });
}

interface CallToMatch {
  readonly user_id: unknown;
  readonly date_time: unknown;
  readonly api_route: unknown;
}

interface Candidate {
  readonly id: Id;
  readonly date_time: unknown;
}

function nearestOf(
  connection: Connection,
  { before, after }: Directions,
  { time, ...parameters }: Readonly<Record<string, unknown>> & { readonly time: Date | null },
): Id | undefined {
  const bound = { ...parameters, ...(time && { time: toTimestamp(time) }) };
  const found = [before, after].flatMap((sql) => connection.prepareExact(sql).all(bound) as Candidate[]);
  const distances = found.map(({ date_time }, rank) => {
    const at = fromTimestamp(date_time);
    // Without a time the next row is the nearest.
    return time === null || at === null ? 1e15 + (rank % CANDIDATES) : Math.abs(at.getTime() - time.getTime());
  });
  const nearest = found[distances.indexOf(Math.min(...distances))];
  return nearest && toId(nearest.id);
}
