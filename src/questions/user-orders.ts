import type { UserSort } from '../model/user.ts';

/** The orders of users by the names that they have on the command line, with the end that comes first. */
export const userOrders: Readonly<Record<string, { readonly sort: UserSort; readonly descending: boolean }>> = {
  calls: { sort: 'calls', descending: true },
  name: { sort: 'username', descending: false },
  status: { sort: 'status', descending: false },
  key: { sort: 'keyState', descending: true },
  'last-call': { sort: 'lastCall', descending: true },
  errors: { sort: 'errors', descending: true },
  '5xx': { sort: 'serverErrors', descending: true },
  'last-error': { sort: 'lastError', descending: true },
  avg: { sort: 'avg', descending: true },
  p95: { sort: 'p95', descending: true },
  route: { sort: 'topRoute', descending: false },
  '7d': { sort: 'last7Days', descending: true },
  created: { sort: 'created', descending: true },
};

/** The options that put users into an order on the command line; none if it has no name there. */
export function userOrderOptions(sort: UserSort, descending: boolean): readonly string[] {
  const found = Object.entries(userOrders).find(([, order]) => order.sort === sort);
  if (found === undefined) return [];
  const [name, order] = found;
  return ['--sort', name, ...(order.descending === descending ? [] : ['--reverse'])];
}
