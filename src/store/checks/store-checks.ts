import type { CallsWithin, StatusRange } from '../../model/call-filter.ts';
import type { WhyRequest } from '../../model/call-why.ts';
import type { GroupId, GroupTriage } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { PageRequest } from '../../model/page.ts';
import type { UserRef } from '../../model/user.ts';
import type { Period, Window } from '../../model/window.ts';
import type {
  CallPageRequest,
  CleanupOptions,
  CompareOptions,
  ErrorPageRequest,
  GroupPageRequest,
  RecentErrorsOptions,
  Store,
  UserOverviewRequest,
} from '../store.ts';
import {
  aFunction,
  amount,
  type Check,
  type FieldChecks,
  fields,
  filledText,
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

/** Checks of a function's arguments, one after the other, each with the name that a fault gives it. */
export type ArgumentChecks<Function> = Function extends (...args: infer Args) => unknown
  ? { readonly [Place in keyof Args]-?: readonly [name: string, check: Check<Args[Place]>] }
  : never;

/**
 * The checks of all functions of the store. One that is missing does not compile, nor one that is of a wider or narrower type
 * than its argument: a word or a field too many or too few.
 */
export type StoreChecks = {
  readonly [Part in keyof Store]: Store[Part] extends (...args: never) => unknown
    ? ArgumentChecks<Store[Part]>
    : { readonly [Name in keyof Store[Part]]: ArgumentChecks<Store[Part][Name]> };
};

type Subject = 'users' | 'apiLogs' | 'errorGroups' | 'products' | 'audit';

/** An argument of a function of the store that is an object: `Options<'users', 'list', 0>`. */
type Options<S extends Subject, M extends keyof Store[S], Place extends number> = Store[S][M] extends (
  ...args: infer Args
) => unknown
  ? NonNullable<Args[Place]>
  : never;

const AN_ID = 'a number up to 2^53, a bigint beyond 2^53, or text';
const id = must<Id>(
  `an id (${AN_ID})`,
  (value) => typeof value === 'string' || typeof value === 'bigint' || Number.isSafeInteger(value),
);
const user = must<UserRef>(`a username, or a user with an id (${AN_ID})`, (value) => {
  if (typeof value !== 'object' || value === null) return typeof value === 'string';
  const [userId, username]: readonly unknown[] = [Reflect.get(value, 'id'), Reflect.get(value, 'username')];
  return id(userId, '') === undefined && (username === undefined || typeof username === 'string');
});
const window = fields<Window>({ from: time, to: orNull(time) });
const period = oneOfShapes<Period>('an object with hours, days, or from and to', {
  from: window,
  to: window,
  hours: fields({ hours: amount }),
  days: fields({ days: amount }),
});
const limit = optional(wholeFrom(0));
const description = optional(orNull(text));
const cleanup = fields<Partial<CleanupOptions>>({
  days: optional(amount),
  onProgress: optional(aFunction()),
  signal: optional(signal),
});

function pageOf<Sort extends string>(...sorts: readonly Sort[]): FieldChecks<PageRequest<Sort>> {
  const sort = oneOf(...sorts);
  return { filter: text, sort, descending: yesOrNo, offset: wholeFrom(0), limit: wholeFrom(0), anchorId: orNull(id) };
}

/**
 * Accepts any value: calls and classifications are checked where they are made ready to be stored, which says what is
 * wrong with them.
 */
function uncheckedHere<Type>(): Check<Type> {
  return () => undefined;
}

const filter = optional(text);
const patienceMs = optional(amount);
const userCallParts = {
  route: optional(text),
  status: optional(fields<StatusRange>({ from: wholeFrom(0), to: wholeFrom(0) })),
};
const callParts = { username: optional(user), ...userCallParts };
const usersOverview = fields<UserOverviewRequest>({
  ...pageOf('username', 'status', 'lastCall', 'calls', 'errors', 'avg', 'created'),
  ...callParts,
  patienceMs,
  window,
  bucketCount: wholeFrom(1, 100_000),
});
const recentErrors = fields<RecentErrorsOptions>({
  limit,
  filter,
  ...callParts,
  window: optional(window),
  payloads: optional(oneOf('parsed', 'text', 'none')),
});
const errorPage = fields<ErrorPageRequest>({
  ...pageOf('time', 'status', 'route', 'user'),
  ...callParts,
  patienceMs,
  window,
});
const callPage = fields<CallPageRequest>({
  ...pageOf('time', 'user', 'status', 'route', 'ms', 'message'),
  ...callParts,
  patienceMs,
  window,
});
const groupPage = fields<GroupPageRequest>({
  ...pageOf('state', 'count', 'users', 'last', 'first', 'status', 'message'),
  ...callParts,
  patienceMs,
  window,
  bucketCount: wholeFrom(1, 1_000),
});
const group = must<GroupId>('the id of a group (8 hex digits)', (value) => /^[0-9a-f]{8}$/.test(String(value)));
const triage = fields<Partial<GroupTriage>>({
  resolvedAt: optional(orNull(time)),
  ignoredAt: optional(orNull(time)),
  note: optional(text),
});
const routeTimes = fields<Options<'apiLogs', 'routeTimes', 1>>({
  bucketSeconds: wholeFrom(1),
  routes: listOf(text, 'a list of routes'),
  filter,
  patienceMs,
  ...callParts,
});
const timeline = fields<Options<'apiLogs', 'timeline', 1>>({
  bucketSeconds: wholeFrom(1),
  filter,
  patienceMs,
  ...callParts,
});
const why = fields<WhyRequest>({
  window,
  filter,
  isSpan: optional(yesOrNo),
  against: optional(fields<NonNullable<WhyRequest['against']>>({ window: optional(window), filter })),
  patienceMs,
});
const callsWithin = fields<CallsWithin>({ filter, patienceMs, ...callParts });
const callsOfUser = fields<Omit<CallsWithin, 'username'>>({ filter, patienceMs, ...userCallParts });

/** Argument checks of each function of the store. */
export const STORE_CHECKS: StoreChecks = {
  users: {
    create: [['username', text]],
    // Answers undefined to whatever is no key.
    authenticate: [['apiKey', uncheckedHere()]],
    list: [['options', optional(fields<Options<'users', 'list', 0>>({ activeOnly: optional(yesOrNo) }))]],
    find: [['username', user]],
    deactivate: [['username', user]],
    reactivate: [['username', user]],
    regenerateKey: [['username', user]],
    overview: [['request', usersOverview]],
  },
  apiLogs: {
    log: [['call', uncheckedHere()]],
    logMany: [['calls', uncheckedHere()]],
    userStats: [
      ['username', user],
      ['period', optional(period)],
      ['calls', optional(callsOfUser)],
    ],
    systemStats: [
      ['period', optional(period)],
      ['calls', optional(callsWithin)],
    ],
    totals: [
      ['period', period],
      ['calls', optional(callsWithin)],
    ],
    timeline: [
      ['window', window],
      ['options', timeline],
    ],
    latencies: [
      ['period', period],
      ['calls', optional(callsWithin)],
    ],
    latencyHeat: [
      ['window', window],
      ['options', timeline],
    ],
    routeTimes: [
      ['window', window],
      ['options', routeTimes],
    ],
    recentErrors: [['options', optional(recentErrors)]],
    errors: [['request', errorPage]],
    calls: [['request', callPage]],
    valueCounts: [
      ['window', window],
      ['calls', optional(callsWithin)],
    ],
    payloadPaths: [['options', optional(fields<Options<'apiLogs', 'payloadPaths', 0>>({ limit }))]],
    find: [['id', id]],
    findStored: [
      ['id', id],
      [
        'options',
        fields<Options<'apiLogs', 'findStored', 1>>({ maxLength: wholeFrom(0), from: optional(wholeFrom(0)) }),
      ],
    ],
    nearestSuccess: [['id', id]],
    why: [['request', why]],
    newest: [],
    countOlderThan: [['days', amount]],
    cleanup: [['options', optional(cleanup)]],
  },
  errorGroups: {
    list: [['request', groupPage]],
    find: [
      ['id', group],
      ['window', window],
    ],
    triage: [
      ['id', group],
      ['change', triage],
    ],
    keepsTriage: [],
  },
  products: {
    hash: [['description', text]],
    find: [
      ['productId', text],
      ['description', description],
    ],
    findAny: [
      ['productId', text],
      ['description', description],
    ],
    put: [['entry', uncheckedHere()]],
    putMany: [['entries', uncheckedHere()]],
    stats: [],
    list: [['request', fields<Options<'products', 'list', 0>>(pageOf('product', 'status', 'category', 'classified'))]],
    invalidate: [['productId', text]],
    restore: [
      ['productId', text],
      ['status', filledText],
    ],
    countOlderThan: [['days', amount]],
    cleanup: [['options', optional(cleanup)]],
  },
  audit: {
    list: [['options', optional(fields<Options<'audit', 'list', 0>>({ limit, target: optional(text) }))]],
  },
  version: [],
  indexState: [],
  compare: [
    ['window', window],
    ['options', optional(fields<CompareOptions>({ onProgress: optional(aFunction()), signal: optional(signal) }))],
  ],
  close: [],
};
