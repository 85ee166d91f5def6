import type { CallsWithin } from '../../../model/call-filter.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import type { Connection } from '../file/connection.ts';
import { bindId, bindIds, toId } from '../file/ids.ts';
import { requireUser } from '../users/user-rows.ts';

/** The call fits a filter, whose window is asked for beside it. */
export const FITS = `(@userId IS NULL OR user_id = @userId) AND (@route IS NULL OR api_route = @route)
  AND (@statusFrom IS NULL OR response_status_code BETWEEN @statusFrom AND @statusTo)`;

/** A filter as it is bound to FITS; null leaves all in. */
export interface BoundFilter {
  readonly userId: ReturnType<typeof bindId> | null;
  readonly route: string | null;
  readonly statusFrom: number | null;
  readonly statusTo: number | null;
}

/** Makes a filter ready to be bound. Throws a UserError where there is no such user. */
export function bindFilter(connection: Connection, filter: CallsWithin): BoundFilter {
  return bindCalls(summedCalls(connection, filter));
}

/** Resolves the user of a filter. Throws a UserError where there is no such user. */
export function summedCalls(connection: Connection, { username, route, status }: CallsWithin): SummedCalls {
  return { userId: username === undefined ? undefined : requireUser(connection, username).id, route, status };
}

/** The same of what was made of a filter. */
export function bindCalls({ userId, route, status }: SummedCalls): BoundFilter {
  return {
    userId: userId === undefined ? null : bindId(userId),
    route: route ?? null,
    statusFrom: status?.from ?? null,
    statusTo: status?.to ?? null,
  };
}

/** Returns a value that differs for every two bound filters that differ. */
export function nameOf({ userId, ...others }: BoundFilter): object {
  return { ...others, userId: userId === null ? null : bindIds([toId(userId)]) };
}

/** Tells whether a filter lets all calls of its window through. */
export function isOfWindowAlone({ username, route, status }: CallsWithin): boolean {
  return username === undefined && route === undefined && status === undefined;
}
