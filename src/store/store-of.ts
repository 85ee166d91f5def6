import type { EngineStore } from './engine.ts';
import { METHODS, type Method } from './methods.ts';

/** Place of a function: in a part of the store, or in the store itself. */
export interface MethodPlace {
  readonly subject: 'users' | 'apiLogs' | 'errorGroups' | 'attention' | 'products' | 'audit' | 'leases' | 'store';
  readonly method: string;
}

/** A function of a store whose type is known from the table of methods alone. */
export type StoreFunction = (...args: readonly unknown[]) => unknown;

type Named<Functions, Entries> = {
  readonly [Name in keyof Functions & keyof Entries as Entries[Name] extends { readonly crosses: 'made here' }
    ? never
    : Name]: Functions[Name];
};

/** A store without the functions that are made on this side, which whoever completes it must add. */
export type CrossingStore = {
  readonly [Part in keyof typeof METHODS as (typeof METHODS)[Part] extends { readonly crosses: 'made here' }
    ? never
    : Part]: (typeof METHODS)[Part] extends Method
    ? EngineStore[Part]
    : Named<EngineStore[Part], (typeof METHODS)[Part]>;
};

/** Makes the functions of a store by the table of methods, all but those that are made on this side. */
export function storeOf(make: (place: MethodPlace, method: Method) => StoreFunction): CrossingStore {
  const functionsOf = (subject: MethodPlace['subject'], entries: object): object =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([method, entry]: [string, Method]) =>
        typeof entry.crosses === 'string' && entry.crosses !== 'made here'
          ? [[method, make({ subject, method }, entry)]]
          : [],
      ),
    );
  const { users, apiLogs, errorGroups, attention, products, audit, leases, ...whole } = METHODS;
  const parts = { users, apiLogs, errorGroups, attention, products, audit, leases };
  return Object.fromEntries([
    ...Object.entries(parts).map(([part, entries]) => [part, functionsOf(part as keyof typeof parts, entries)]),
    ...Object.entries(functionsOf('store', whole)),
  ]);
}

/** The function of a store at a place. */
export function functionAt(store: EngineStore, { subject, method }: MethodPlace): StoreFunction {
  const functions: object = subject === 'store' ? store : store[subject];
  const found: unknown = Reflect.get(functions, method);
  if (typeof found !== 'function') throw new Error(`A store has no function ${method}.`);
  return (...args) => Reflect.apply(found, functions, args);
}
