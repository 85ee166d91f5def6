import type { CompareOptions, Store } from '../store.ts';
import {
  action,
  aside,
  attention,
  authentication,
  callsOfUser,
  callsWithin,
  callsWithTop,
  cleanup,
  description,
  group,
  id,
  limit,
  type Options,
  period,
  product,
  routeTimes,
  timeline,
  triage,
  uncheckedHere,
  user,
  window,
} from './argument-checks.ts';
import {
  auditPage,
  callPage,
  errorPage,
  groupPage,
  pageOf,
  recentActions,
  recentErrors,
  usersOverview,
  why,
} from './list-checks.ts';
import {
  aFunction,
  amount,
  type Check,
  fields,
  filledText,
  listOf,
  optional,
  signal,
  text,
  wholeFrom,
  yesOrNo,
} from './options.ts';

const leaseNames = listOf(filledText, 'a list of names');

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

/** Argument checks of each function of the store. */
export const STORE_CHECKS: StoreChecks = {
  users: {
    create: [
      ['username', text],
      ['options', action],
    ],
    createMany: [
      ['usernames', listOf(text, 'a list of usernames')],
      ['options', action],
    ],
    // Whatever is no key is nobody's, and no fault.
    authenticate: [
      ['apiKey', uncheckedHere()],
      ['options', optional(authentication)],
    ],
    list: [['options', optional(fields<Options<'users', 'list', 0>>({ activeOnly: optional(yesOrNo) }))]],
    names: [],
    find: [['user', user]],
    findById: [['id', id]],
    deactivate: [
      ['user', user],
      ['options', action],
    ],
    reactivate: [
      ['user', user],
      ['options', action],
    ],
    regenerateKey: [
      ['user', user],
      ['options', action],
    ],
    overview: [['request', optional(usersOverview)]],
  },
  apiLogs: {
    log: [['call', uncheckedHere()]],
    logMany: [['calls', uncheckedHere()]],
    userStats: [
      ['user', user],
      ['period', optional(period)],
      ['calls', optional(callsOfUser)],
    ],
    systemStats: [
      ['period', optional(period)],
      ['calls', optional(callsWithTop)],
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
    errors: [['request', optional(errorPage)]],
    calls: [['request', optional(callPage)]],
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
    why: [['request', optional(why)]],
    newest: [],
    countOlderThan: [['days', amount]],
    cleanup: [['options', optional(cleanup)]],
  },
  errorGroups: {
    list: [['request', optional(groupPage)]],
    find: [
      ['id', group],
      ['period', optional(period)],
    ],
    triage: [
      ['id', group],
      ['change', triage],
    ],
    keepsTriage: [],
  },
  attention: {
    list: [['request', optional(attention)]],
    setAside: [
      ['line', filledText],
      ['aside', aside],
    ],
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
    getMany: [
      ['products', listOf(product, 'a list of product ids, or of objects with productId and description')],
      ['options', optional(fields<Options<'products', 'getMany', 1>>({ successfulOnly: optional(yesOrNo) }))],
    ],
    put: [['entry', uncheckedHere()]],
    putMany: [['entries', uncheckedHere()]],
    stats: [],
    list: [
      [
        'request',
        optional(fields<Options<'products', 'list', 0>>(pageOf('product', 'status', 'category', 'classified'))),
      ],
    ],
    invalidate: [
      ['productId', text],
      ['options', action],
    ],
    restore: [
      ['productId', text],
      ['status', filledText],
      ['options', action],
    ],
    countOlderThan: [['days', amount]],
    cleanup: [['options', optional(cleanup)]],
  },
  audit: {
    list: [['options', optional(recentActions)]],
    page: [['request', optional(auditPage)]],
  },
  leases: {
    take: [
      ['name', filledText],
      ['options', fields<Options<'leases', 'take', 1>>({ holder: filledText, forMs: amount })],
    ],
    prolong: [
      ['names', leaseNames],
      ['options', fields<Options<'leases', 'prolong', 1>>({ holder: filledText, forMs: amount })],
    ],
    release: [
      ['names', leaseNames],
      ['holder', filledText],
    ],
  },
  version: [],
  indexState: [],
  compare: [
    ['window', window],
    ['options', optional(fields<CompareOptions>({ onProgress: optional(aFunction()), signal: optional(signal) }))],
  ],
  close: [],
};
