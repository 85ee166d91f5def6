import { mayPass, OutcomeUnknownError, PresentsError } from '../../model/presents-error.ts';
import type { Store } from '../store.ts';
import { storeClosed } from './closed.ts';
import { type AnyCheck, demand } from './options.ts';
import { STORE_CHECKS } from './store-checks.ts';

type StoreFunction = (...args: readonly unknown[]) => unknown;
type Checks = readonly (readonly [name: string, check: AnyCheck])[];

/**
 * The same store, whose functions refuse what they do not take before anything happens, with a PresentsError that names it, and
 * everything once it is being closed; what came before may still be under way, and ends as it can.
 */
export function checkedStore(store: Store): Store {
  const { version, indexState, compare } = store;
  let closing: Promise<void> | undefined;
  const guard =
    (name: string, takes: Checks, call: StoreFunction): StoreFunction =>
    async (...args) => {
      if (closing !== undefined) throw storeClosed();
      refuseWrong(name, args, takes);
      try {
        return await call(...args.slice(0, takes.length));
      } catch (error) {
        throw closing !== undefined && isOfClosing(error) ? storeClosed(error) : error;
      }
    };
  const checked = <Functions extends object>(
    functions: Functions,
    checks: { readonly [Name in keyof Functions]: Checks },
  ): Functions => {
    const guarded = Object.entries(functions).flatMap(([name, call]) => {
      const takes: Checks | undefined = checks[name as keyof Functions];
      // What is not of the store's type, as the way of checked calls to another thread, is no function of the store.
      return takes === undefined ? [] : [[name, guard(name, takes, call)]];
    });
    return Object.fromEntries(guarded);
  };
  const hash: Store['products']['hash'] = (...args) => {
    refuseWrong('hash', args, STORE_CHECKS.products.hash);
    return store.products.hash(...args);
  };
  return {
    users: checked(store.users, STORE_CHECKS.users),
    apiLogs: checked(store.apiLogs, STORE_CHECKS.apiLogs),
    errorGroups: checked(store.errorGroups, STORE_CHECKS.errorGroups),
    attention: checked(store.attention, STORE_CHECKS.attention),
    // The only function that answers at once, and asks no database.
    products: { ...checked(store.products, STORE_CHECKS.products), hash },
    audit: checked(store.audit, STORE_CHECKS.audit),
    leases: checked(store.leases, STORE_CHECKS.leases),
    ...checked({ version, indexState, compare }, STORE_CHECKS),
    close: async (...args: readonly unknown[]) => {
      refuseWrong('close', args, STORE_CHECKS.close);
      closing ??= store.close();
      await closing;
    },
  };
}

// A connection or a thread that was ended under it; a change that may be done is not said to be refused.
function isOfClosing(error: unknown): boolean {
  return mayPass(error) && !(error instanceof OutcomeUnknownError);
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
