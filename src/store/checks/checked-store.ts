import type { Window } from '../../model/window.ts';
import type { CleanupOptions, CompareOptions, RecentErrorsOptions, Store } from '../store.ts';
import {
  aFunction,
  amount,
  type Check,
  demand,
  fields,
  filledText,
  must,
  oneOf,
  optional,
  orNull,
  signal,
  text,
  time,
  wholeFrom,
  yesOrNo,
} from './options.ts';

/** What a function takes, one after the other. */
type Arguments = Readonly<Record<string, Check>>;

type Subject = 'users' | 'apiLogs' | 'products' | 'audit';

/** An argument of a function of the store that is an object: `Options<'users', 'list', 0>`. */
type Options<S extends Subject, M extends keyof Store[S], Place extends number> = Store[S][M] extends (
  ...args: infer Args
) => unknown
  ? NonNullable<Args[Place]>
  : never;

const id = must('an id', (value) => typeof value === 'string' || typeof value === 'bigint' || Number.isInteger(value));
const user = must('a username, or a user with an id', (value) => {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && id(Reflect.get(value, 'id'), '') === undefined;
});
const window = fields<Window>({ from: time, to: orNull(time) });
const hours = fields({ hours: amount });
const days = fields({ days: amount });
const period: Check = (value, name) => {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  if (has('from') || has('to')) return window(value, name);
  return (has('hours') ? hours : has('days') ? days : periodWithout)(value, name);
};
const periodWithout: Check = (value, name) =>
  fields({ days: optional(amount), hours: optional(amount), from: optional(time), to: optional(time) })(value, name) ??
  'an object with hours, days, or from and to';

const cleanup = fields<CleanupOptions>({
  days: optional(amount),
  onProgress: optional(aFunction),
  signal: optional(signal),
});
const comparison = fields<CompareOptions>({ onProgress: optional(aFunction), signal: optional(signal) });
const pageOf = (...sorts: readonly string[]) => ({
  filter: text,
  sort: oneOf(...sorts),
  descending: must('true or false', (value) => typeof value === 'boolean'),
  offset: wholeFrom(0),
  limit: wholeFrom(0),
  anchorId: orNull(id),
});
const aDescription: Check = optional(orNull(text));
const payloads = oneOf('parsed', 'text', 'none');
const limit = optional(wholeFrom(0));

const CHECKS: {
  readonly [S in Subject]: { readonly [M in keyof Store[S]]?: Arguments };
} = {
  users: {
    create: { username: text },
    list: { options: optional(fields<Options<'users', 'list', 0>>({ activeOnly: optional(yesOrNo) })) },
    find: { username: user },
    deactivate: { username: user },
    reactivate: { username: user },
    regenerateKey: { username: user },
    overview: {
      request: fields<Options<'users', 'overview', 0>>({
        ...pageOf('username', 'status', 'lastCall', 'calls', 'errors', 'avg', 'created'),
        window,
        bucketCount: wholeFrom(1, 100_000),
      }),
    },
  },
  apiLogs: {
    userStats: { username: user, period: optional(period) },
    systemStats: { period: optional(period) },
    totals: { period },
    timeline: {
      window,
      options: fields<Options<'apiLogs', 'timeline', 1>>({ bucketSeconds: wholeFrom(1), username: optional(user) }),
    },
    latencies: { period, options: optional(fields<Options<'apiLogs', 'latencies', 1>>({ username: optional(user) })) },
    recentErrors: {
      options: optional(
        fields<RecentErrorsOptions>({
          limit,
          username: optional(user),
          window: optional(window),
          payloads: optional(payloads),
        }),
      ),
    },
    errors: {
      request: fields<Options<'apiLogs', 'errors', 0>>({ ...pageOf('time', 'status', 'route', 'user'), window }),
    },
    find: { id },
    countOlderThan: { days: amount },
    cleanup: { options: optional(cleanup) },
  },
  products: {
    find: { productId: text, description: aDescription },
    findAny: { productId: text, description: aDescription },
    list: { request: fields<Options<'products', 'list', 0>>(pageOf('product', 'status', 'category', 'classified')) },
    invalidate: { productId: text },
    restore: { productId: text, status: filledText },
    countOlderThan: { days: amount },
    cleanup: { options: optional(cleanup) },
  },
  audit: { list: { options: optional(fields<Options<'audit', 'list', 0>>({ limit, target: optional(text) })) } },
};

/** The same store, whose functions refuse what they do not take before anything happens, with a UserError that names it. */
export function checkedStore(store: Store): Store {
  return {
    ...store,
    users: checked(store.users, CHECKS.users),
    apiLogs: checked(store.apiLogs, CHECKS.apiLogs),
    products: checked(store.products, CHECKS.products),
    audit: checked(store.audit, CHECKS.audit),
    compare: checked({ compare: store.compare }, { compare: { window, options: optional(comparison) } }).compare,
  };
}

function checked<Functions extends object>(
  functions: Functions,
  checks: { readonly [Name in keyof Functions]?: Arguments },
): Functions {
  const guarded = Object.entries(functions).map(([name, call]) => {
    const takes = Object.entries<Check>(checks[name as keyof Functions] ?? {});
    if (takes.length === 0) return [name, call];
    const guardedCall = async (...args: readonly unknown[]) => {
      for (const [index, [field, check]] of takes.entries()) demand(check, args[index], { name, field });
      return call(...args);
    };
    return [name, guardedCall];
  });
  return Object.fromEntries(guarded);
}
