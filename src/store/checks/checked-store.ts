import { PresentsError } from '../../model/presents-error.ts';
import type { Store } from '../store.ts';
import { type AnyCheck, demand } from './options.ts';
import { STORE_CHECKS } from './store-checks.ts';

type Checks = readonly (readonly [name: string, check: AnyCheck])[];

/** The same store, whose functions refuse what they do not take before anything happens, with a PresentsError that names it. */
export function checkedStore(store: Store): Store {
  const { version, indexState, compare, close } = store;
  const hash: Store['products']['hash'] = (...args) => {
    refuseWrong('hash', args, STORE_CHECKS.products.hash);
    return store.products.hash(...args);
  };
  return {
    users: checked(store.users, STORE_CHECKS.users),
    apiLogs: checked(store.apiLogs, STORE_CHECKS.apiLogs),
    errorGroups: checked(store.errorGroups, STORE_CHECKS.errorGroups),
    attention: checked(store.attention, STORE_CHECKS.attention),
    // The only function that answers at once.
    products: { ...checked(store.products, STORE_CHECKS.products), hash },
    audit: checked(store.audit, STORE_CHECKS.audit),
    leases: checked(store.leases, STORE_CHECKS.leases),
    ...checked({ version, indexState, compare, close }, STORE_CHECKS),
  };
}

function checked<Functions extends object>(
  functions: Functions,
  checks: { readonly [Name in keyof Functions]: Checks },
): Functions {
  const guarded = Object.entries(functions).flatMap(([name, call]) => {
    const takes: Checks | undefined = checks[name as keyof Functions];
    // What is not of the store's type, as the way of checked calls to another thread, is no function of the store.
    if (takes === undefined) return [];
    const guardedCall = async (...args: readonly unknown[]) => {
      refuseWrong(name, args, takes);
      return call(...args.slice(0, takes.length));
    };
    return [[name, guardedCall]];
  });
  return Object.fromEntries(guarded);
}

function refuseWrong(name: string, args: readonly unknown[], checks: Checks): void {
  for (const [index, [field, check]] of checks.entries()) demand(check, args[index], { name, field });
  // One that takes something may be handed to `map`, which gives it an index besides.
  if (checks.length > 0 || args.every((arg) => arg === undefined)) return;
  throw new PresentsError(`${name} takes no arguments, and was given ${args.length}.`, {
    code: 'invalid',
    nextStep: 'Nothing was done. Call it without.',
    field: 'arguments',
    exitCode: 2,
  });
}
