import { type Aside, type AttentionRequest, DANGERS } from '../../model/attention.ts';
import type { CallsWithin, StatusRange } from '../../model/call-filter.ts';
import type { GroupId, GroupTriage } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { ProductRef } from '../../model/product.ts';
import type { AttentionThresholds } from '../../model/settings.ts';
import type { UserRef } from '../../model/user.ts';
import type { Period, Window } from '../../model/window.ts';
import type { ActionOptions, CleanupOptions, Store } from '../store.ts';
import {
  actor,
  aFunction,
  amount,
  type Check,
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

/**
 * Accepts any value: calls and classifications are checked where they are made ready to be stored, which says what is
 * wrong with them.
 */
export function uncheckedHere<Type>(): Check<Type> {
  return () => undefined;
}

/** A filter of calls, or none. */
export const filter = optional(text);
/** The most time to read a log for, or none. */
export const patienceMs = optional(amount);
/** Calls of one user. */
export const userCallParts = {
  route: optional(text),
  status: optional(fields<StatusRange>({ from: wholeFrom(0), to: wholeFrom(0) })),
};
/** Calls, by user, route and status. */
export const callParts = { username: optional(user), ...userCallParts };
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
