import { type Aside, type AttentionRequest, DANGERS } from '../../model/attention.ts';
import type { AuditFilter, AuditPageRequest } from '../../model/audit.ts';
import type { CallsWithin, StatusRange } from '../../model/call-filter.ts';
import type { WhyRequest } from '../../model/call-why.ts';
import type { GroupId, GroupTriage } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { Listing, PageRequest } from '../../model/page.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { ProductRef } from '../../model/product.ts';
import type { AttentionThresholds } from '../../model/settings.ts';
import type { UserRef } from '../../model/user.ts';
import type { ListedTime, Period, Window } from '../../model/window.ts';
import type {
  ActionOptions,
  CallPageRequest,
  CleanupOptions,
  ErrorPageRequest,
  GroupPageRequest,
  RecentErrorsOptions,
  Store,
  UserOverviewRequest,
} from '../store.ts';
import {
  actor,
  aFunction,
  amount,
  type Check,
  type FieldChecks,
  fields,
  listOf,
  must,
  oneOf,
  oneOfShapes,
  optional,
  orNull,
  signal,
  text,
  time,
  wholeFrom,
  yesOrNo,
} from './options.ts';

type Subject = 'users' | 'apiLogs' | 'errorGroups' | 'attention' | 'products' | 'audit' | 'leases';

/** An argument of a function of the store that is an object: `Options<'users', 'list', 0>`. */
export type Options<S extends Subject, M extends keyof Store[S], Place extends number> = Store[S][M] extends (
  ...args: infer Args
) => unknown
  ? NonNullable<Args[Place]>
  : never;

const AN_ID = 'a number up to 2^53, a bigint beyond 2^53, or text';
/** An id of a row. */
export const id = must<Id>(
  `an id (${AN_ID})`,
  (value) => typeof value === 'string' || typeof value === 'bigint' || Number.isSafeInteger(value),
);
/** A user by name or by id. */
export const user = must<UserRef>(`a username, or an object with the id of a user (${AN_ID})`, (value) => {
  if (typeof value !== 'object' || value === null) return typeof value === 'string';
  const [userId, username]: readonly unknown[] = [Reflect.get(value, 'id'), Reflect.get(value, 'username')];
  return id(userId, '', '') === undefined && (username === undefined || typeof username === 'string');
});
/** Options of the check of a key; `reason: true` is of another signature. */
export const authentication = fields<Options<'users', 'authenticate', 1>>({
  reason: optional(must<false>('true or false', (value) => typeof value === 'boolean')),
});
/** A window. */
export const window = fields<Window>({ from: time, to: orNull(time) });
/** A period of hours, of days, or between two times. */
export const period = oneOfShapes<Period>('an object with hours, days, or from and to', {
  from: window,
  to: window,
  hours: fields({ hours: amount }),
  days: fields({ days: amount }),
});
/** The most rows to answer, or none. */
export const limit = optional(wholeFrom(0));
/** A description of a product, or none. */
export const description = optional(orNull(text));
const describedProduct = fields<Exclude<ProductRef, string>>({ productId: text, description });
/** A product by its id, or by its id and description. */
export const product: Check<ProductRef> = (value, name, field) => {
  if (typeof value === 'string') return undefined;
  return describedProduct(value, name, field) && 'a product id, or an object with productId and description';
};
/** Options of an action, or none. */
export const action = optional(fields<ActionOptions>({ actor: optional(actor) }));
/** Options of a cleanup. */
export const cleanup = fields<Partial<CleanupOptions>>({
  actor: optional(actor),
  days: optional(amount),
  onProgress: optional(aFunction()),
  signal: optional(signal),
});

/** The fields of a request for a page of a list with these orders. */
export function pageOf<Sort extends string>(...sorts: readonly Sort[]): FieldChecks<Partial<PageRequest<Sort>>> {
  return {
    filter: optional(text),
    sort: optional(oneOf(...sorts)),
    descending: optional(yesOrNo),
    offset: optional(wholeFrom(0)),
    limit,
    anchorId: optional(orNull(id)),
  };
}

const listedTime: FieldChecks<ListedTime> = {
  window: optional(window),
  hours: optional(amount),
  days: optional(amount),
};

/** A check of a request for a list of a time, which is given in one way alone. */
function ofTime<Type extends ListedTime>(check: Check<Type>): Check<Type> {
  return (value, name, field) => {
    const be = check(value, name, field);
    const [given, another] = Object.keys(listedTime).filter((key) => Reflect.get(Object(value), key) !== undefined);
    if (another === undefined) return be;
    throw new PresentsError(`${name}: ${given} and ${another} cannot be given together.`, {
      code: 'invalid',
      nextStep: 'Give one of them.',
      field: another,
    });
  };
}

/**
 * Accepts any value: calls and classifications are checked where they are made ready to be stored, which says what is
 * wrong with them.
 */
export function uncheckedHere<Type>(): Check<Type> {
  return () => undefined;
}

/** A filter of calls, or none. */
export const filter = optional(text);
const patienceMs = optional(amount);
const userCallParts = {
  route: optional(text),
  status: optional(fields<StatusRange>({ from: wholeFrom(0), to: wholeFrom(0) })),
};
const callParts = { username: optional(user), ...userCallParts };
/** A request for a page of users with their traffic. */
export const usersOverview = ofTime(
  fields<Listing<UserOverviewRequest>>({
    ...pageOf(
      'username',
      'status',
      'lastCall',
      'calls',
      'errors',
      'avg',
      'created',
      'p95',
      'serverErrors',
      'lastError',
      'topRoute',
      'last7Days',
      'keyState',
    ),
    ...callParts,
    patienceMs,
    ...listedTime,
    bucketCount: optional(wholeFrom(1, 100_000)),
    details: optional(yesOrNo),
  }),
);
/** Options of the newest failed calls. */
export const recentErrors = ofTime(
  fields<RecentErrorsOptions & ListedTime>({
    limit,
    filter,
    ...callParts,
    ...listedTime,
    payloads: optional(oneOf('parsed', 'text', 'none')),
  }),
);
/** A request for a page of failed calls. */
export const errorPage = ofTime(
  fields<Listing<ErrorPageRequest>>({
    ...pageOf('time', 'status', 'route', 'user'),
    ...callParts,
    patienceMs,
    ...listedTime,
  }),
);
/** A request for a page of calls. */
export const callPage = ofTime(
  fields<Listing<CallPageRequest>>({
    ...pageOf('time', 'user', 'status', 'route', 'ms', 'message'),
    ...callParts,
    patienceMs,
    ...listedTime,
  }),
);
/** A request for a page of groups. */
export const groupPage = ofTime(
  fields<Listing<GroupPageRequest>>({
    ...pageOf('state', 'count', 'users', 'last', 'first', 'status', 'message'),
    ...callParts,
    patienceMs,
    ...listedTime,
    bucketCount: optional(wholeFrom(1, 1_000)),
    hidesIgnored: optional(yesOrNo),
  }),
);
/** The id of a group. */
export const group = must<GroupId>(
  'the id of a group (8 hex digits)',
  (value) => typeof value === 'string' && /^[0-9a-f]{8}$/.test(value),
);
/** Decisions about a group. */
export const triage = fields<Partial<GroupTriage>>({
  resolvedAt: optional(orNull(time)),
  ignoredAt: optional(orNull(time)),
  note: optional(text),
});
/** A question for what wants attention. */
export const attention = fields<AttentionRequest>({
  thresholds: optional(
    fields<AttentionThresholds>({
      userErrorShare: amount,
      userErrorFactor: amount,
      userMinCalls: amount,
      userHotFactor: amount,
      routeSlowFactor: amount,
      routeMinCalls: amount,
      neverUsedDays: amount,
      idleDays: amount,
      cacheFailureShare: amount,
      growthBytes: amount,
    }),
  ),
  patienceMs,
  maxAgeMs: optional(amount),
});
/** A decision to leave a line out. */
export const aside = orNull(fields<Aside>({ at: time, danger: oneOf(...DANGERS), measure: amount }));
/** Options of the response times of routes. */
export const routeTimes = fields<Options<'apiLogs', 'routeTimes', 1>>({
  bucketSeconds: wholeFrom(1),
  routes: listOf(text, 'a list of routes'),
  filter,
  patienceMs,
  ...callParts,
});
/** Options of a timeline. */
export const timeline = fields<Options<'apiLogs', 'timeline', 1>>({
  bucketSeconds: wholeFrom(1),
  filter,
  patienceMs,
  ...callParts,
});
/** A request of Why. */
export const why = ofTime(
  fields<Listing<WhyRequest>>({
    ...listedTime,
    filter,
    isSpan: optional(yesOrNo),
    against: optional(fields<NonNullable<WhyRequest['against']>>({ window: optional(window), filter })),
    patienceMs,
  }),
);
/** The calls of a window that fit. */
export const callsWithin = fields<CallsWithin>({ filter, patienceMs, ...callParts });
/** The calls of a window that fit, and the length of top lists. */
export const callsWithTop = fields<Options<'apiLogs', 'systemStats', 1>>({
  topCount: optional(wholeFrom(1, 1_000)),
  filter,
  patienceMs,
  ...callParts,
});
/** The calls of one user that fit. */
export const callsOfUser = fields<Omit<CallsWithin, 'username'>>({ filter, patienceMs, ...userCallParts });

const auditParts: FieldChecks<AuditFilter & ListedTime> = {
  target: optional(text),
  userId: optional(id),
  actor: optional(text),
  action: optional(text),
  ...listedTime,
};
/** Options of the newest actions of administrators. */
export const recentActions = ofTime(fields<Options<'audit', 'list', 0>>({ limit, ...auditParts }));
/** A request for a page of the actions of administrators. */
export const auditPage = ofTime(
  fields<Listing<AuditPageRequest> & ListedTime>({
    ...pageOf('time', 'actor', 'action', 'target'),
    ...auditParts,
  }),
);
