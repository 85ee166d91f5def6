import type { StatusCount } from '../model/statistics.ts';
import type { RouteCount, ValueCounts } from '../model/values.ts';

/** Numbers of calls in the window before, by what a row is of; zero where there were none. */
export interface CountsBefore {
  user(row: { readonly username: string }): number;
  route(row: { readonly apiRoute: string }): number;
  status(row: Pick<StatusCount, 'statusCode'>): number;
}

/** Looks up the numbers of calls of routes. */
export function routesBefore(routes: readonly RouteCount[]): CountsBefore['route'] {
  const counts = new Map(routes.map(({ apiRoute, callCount }) => [apiRoute, callCount]));
  return ({ apiRoute }) => counts.get(apiRoute) ?? 0;
}

/** Looks up the counts of a window by the rows of another. */
export function countsBefore({ users, routes, statuses }: ValueCounts): CountsBefore {
  const ofUser = new Map(users.map(({ username, callCount }) => [username, callCount]));
  const ofStatus = new Map(statuses.map(({ statusCode, callCount }) => [statusCode, callCount]));
  return {
    user: ({ username }) => ofUser.get(username) ?? 0,
    route: routesBefore(routes),
    status: ({ statusCode }) => ofStatus.get(statusCode) ?? 0,
  };
}
