import type { CountedStore } from './counters/counted-store.ts';
import { answerCaller, forPrograms } from './for-caller.ts';

/** The same store for programs: whatever it throws is a PresentsError whose stack names the line that called it. */
export function libraryStore(store: CountedStore): CountedStore {
  const { users, apiLogs, errorGroups, attention, products, audit, leases, version, indexState, compare, close } =
    store;
  const { hash, ...asked } = products;
  return {
    users: awaited(users),
    apiLogs: awaited(apiLogs),
    errorGroups: awaited(errorGroups),
    attention: awaited(attention),
    products: { ...awaited(asked), hash: atOnce(hash) },
    audit: awaited(audit),
    leases: awaited(leases),
    ...awaited({ version, indexState, compare, close }),
    counters: atOnce(store.counters),
  };
}

function awaited<Functions extends { readonly [Name in keyof Functions]: (...args: never) => Promise<unknown> }>(
  functions: Functions,
): Functions {
  const asked: object = functions;
  return Object.fromEntries(Object.entries(asked).map(([name, call]): readonly unknown[] => [name, forPrograms(call)]));
}

function atOnce<Args extends readonly unknown[], Answer>(call: (...args: Args) => Answer): (...args: Args) => Answer {
  const called = (...args: Args): Answer => answerCaller(called, () => call(...args));
  return called;
}
