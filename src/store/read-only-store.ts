import { PresentsError } from '../model/presents-error.ts';
import type { Settings } from '../model/settings.ts';
import type { Method } from './methods.ts';
import { METHODS } from './methods.ts';
import type { ChosenDatabase } from './named-database.ts';
import type { Store } from './store.ts';

/** Returns the sentence why nothing can be changed in a database; undefined if it can. */
export function readOnlyReason(
  settings: Pick<Settings, 'readOnly'>,
  { entry }: Pick<ChosenDatabase, 'entry'>,
): string | undefined {
  if (settings.readOnly) return 'Nothing can be changed: presents was started read-only.';
  return entry?.readOnly ? `Nothing can be changed: the config file says that ${entry.name} is read-only.` : undefined;
}

/** Returns the error of an action on a database that is open for reading alone. */
export function readOnlyRefusal(reason: string): PresentsError {
  return new PresentsError(reason, { code: 'refused', nextStep: 'Nothing was changed.', exitCode: 2 });
}

/** Functions that write nothing to the database, though a writer answers them. */
const HARMLESS: ReadonlySet<string> = new Set(['hash', 'close']);

/** The same store, of which every function that changes something refuses with the reason; so no writer is ever opened. */
export function readOnlyStore(store: Store, reason: string): Store {
  const refuse = async (): Promise<never> => {
    throw readOnlyRefusal(reason);
  };
  const guarded = <Functions extends object>(functions: Functions, methods: object): Functions => ({
    ...functions,
    ...Object.fromEntries(
      Object.entries(methods).flatMap(([name, { server }]: [string, Method]) =>
        server === 'writer' && !HARMLESS.has(name) && Object.hasOwn(functions, name) ? [[name, refuse]] : [],
      ),
    ),
  });
  return {
    ...store,
    users: guarded(store.users, METHODS.users),
    apiLogs: guarded(store.apiLogs, METHODS.apiLogs),
    products: guarded(store.products, METHODS.products),
    leases: guarded(store.leases, METHODS.leases),
    // Decisions about groups are kept beside the database, and are changes all the same.
    errorGroups: { ...store.errorGroups, triage: refuse },
    attention: { ...store.attention, setAside: refuse },
  };
}
