import type { AuditSort } from '../../model/audit.ts';
import type { CallSort, ErrorSort } from '../../model/call.ts';
import type { GroupSort } from '../../model/error-group.ts';
import type { PageRequest } from '../../model/page.ts';
import type { ProductSort } from '../../model/product.ts';
import type { UserSort } from '../../model/user.ts';
import type { ListedTime, Window } from '../../model/window.ts';
import type { Store } from '../store.ts';
import { resolvePeriod } from './periods.ts';

const LIMIT = 100;
const HOURS = 24;
const BUCKETS = 24;

/** The orders of a list: true for one whose highest comes first. */
type Orders<Sort extends string> = Readonly<Record<Sort, boolean>>;

const USERS: Orders<UserSort> = {
  username: false,
  status: false,
  topRoute: false,
  lastCall: true,
  calls: true,
  errors: true,
  avg: true,
  created: true,
  p95: true,
  serverErrors: true,
  lastError: true,
  last7Days: true,
  keyState: true,
};
const CALLS: Orders<CallSort> = { time: true, ms: true, status: true, user: false, route: false, message: false };
const ERRORS: Orders<ErrorSort> = { time: true, status: true, user: false, route: false };
const GROUPS: Orders<GroupSort> = {
  // The worst state is the lowest.
  state: false,
  message: false,
  count: true,
  users: true,
  last: true,
  first: true,
  status: true,
};
const PRODUCTS: Orders<ProductSort> = { classified: true, product: false, category: false, status: false };
const ACTIONS: Orders<AuditSort> = { time: true, actor: false, action: false, target: false };

/** The same store, whose lists may be asked for in part: the rest of a request is what holds unless it is given. */
export function withListDefaults<Of extends Store>(store: Of, now: () => Date): Of {
  const { users, apiLogs, errorGroups, products, audit } = store;
  return {
    ...store,
    users: {
      ...users,
      overview: async (request = {}) =>
        users.overview({ ...bucketed(request, now()), ...paged(request, USERS, 'username') }),
    },
    apiLogs: {
      ...apiLogs,
      errors: async (request = {}) => apiLogs.errors({ ...timed(request, now()), ...paged(request, ERRORS, 'time') }),
      recentErrors: async (options = {}) => apiLogs.recentErrors(timedIfGiven(options, now())),
      why: async (request = {}) => apiLogs.why(timed(request, now())),
      calls: async (request = {}) => apiLogs.calls({ ...timed(request, now()), ...paged(request, CALLS, 'time') }),
    },
    errorGroups: {
      ...errorGroups,
      find: async (id, period = { hours: HOURS }) => errorGroups.find(id, resolvePeriod(period, now()).window),
      list: async (request = {}) =>
        errorGroups.list({ ...bucketed(request, now()), ...paged(request, GROUPS, 'state') }),
    },
    products: {
      ...products,
      list: async (request = {}) => products.list({ ...request, ...paged(request, PRODUCTS, 'classified') }),
    },
    audit: {
      ...audit,
      list: async (options = {}) => audit.list(timedIfGiven(options, now())),
      page: async (request = {}) => audit.page({ ...timedIfGiven(request, now()), ...paged(request, ACTIONS, 'time') }),
    },
  };
}

/** A request for a page of a list in one of its orders, `own` unless it names one. */
function paged<Sort extends string>(
  request: Partial<PageRequest<Sort>>,
  orders: Orders<Sort>,
  own: NoInfer<Sort>,
): PageRequest<Sort> {
  const { filter = '', sort = own, offset = 0, limit = LIMIT, anchorId = null } = request;
  return { filter, sort, descending: request.descending ?? orders[sort], offset, limit, anchorId };
}

/** A request whose window is known; of all times where it has no time. */
function timedIfGiven<Request extends ListedTime>(
  { window, hours, days, ...request }: Request,
  now: Date,
): Omit<Request, keyof ListedTime> & { readonly window?: Window } {
  return window === undefined && hours === undefined && days === undefined
    ? request
    : { ...request, window: windowOf({ window, hours, days }, now) };
}

/** A request whose window is known. */
function timed<Request extends ListedTime>(
  { window, hours, days, ...request }: Request,
  now: Date,
): Omit<Request, keyof ListedTime> & { readonly window: Window } {
  return { ...request, window: windowOf({ window, hours, days }, now) };
}

/** The time that a request is about, in whatever way it is given. */
interface TimeInWords {
  readonly window: Window | undefined;
  readonly hours: number | undefined;
  readonly days: number | undefined;
}

function windowOf({ window, hours, days }: TimeInWords, now: Date): Window {
  const period = hours === undefined ? (days === undefined ? { hours: HOURS } : { days }) : { hours };
  return window ?? resolvePeriod(period, now).window;
}

function bucketed<Request extends ListedTime & { readonly bucketCount?: number }>(request: Request, now: Date) {
  return { ...timed(request, now), bucketCount: request.bucketCount ?? BUCKETS };
}
