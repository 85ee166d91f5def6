import type { CountedStore } from './counters/counted-store.ts';
import { answerCaller, forPrograms, forProgramsAfar } from './for-caller.ts';
import { METHODS } from './methods.ts';

/** Asked for each request of a server, beside what is answered at once. */
const QUICK: ReadonlySet<string> = new Set(['log']);

/** The same store for programs: whatever it throws is a PresentsError whose stack names the line that called it. */
export function libraryStore(store: CountedStore): CountedStore {
  const { users, apiLogs, errorGroups, attention, products, audit, leases, version, indexState, compare, close } =
    store;
  const { hash, ...asked } = products;
  return {
    users: awaited(users, METHODS.users),
    apiLogs: awaited(apiLogs, METHODS.apiLogs),
    errorGroups: awaited(errorGroups, METHODS.errorGroups),
    attention: awaited(attention, METHODS.attention),
    products: { ...awaited(asked, METHODS.products), hash: atOnce(hash) },
    audit: awaited(audit, METHODS.audit),
    leases: awaited(leases, METHODS.leases),
    ...awaited({ version, indexState, compare, close }, METHODS),
    counters: atOnce(store.counters),
  };
}

function awaited<Functions extends { readonly [Name in keyof Functions]: (...args: never) => Promise<unknown> }>(
  functions: Functions,
  methods: object,
): Functions {
  const asked: object = functions;
  const isQuick = (name: string) => QUICK.has(name) || Reflect.get(methods, name)?.server === 'at once';
  return Object.fromEntries(
    Object.entries(asked).map(([name, call]): readonly unknown[] => [
      name,
      isQuick(name) ? forPrograms(call) : forProgramsAfar(call),
    ]),
  );
}

function atOnce<Args extends readonly unknown[], Answer>(call: (...args: Args) => Answer): (...args: Args) => Answer {
  const called = (...args: Args): Answer => answerCaller(called, () => call(...args));
  return called;
}
