import type { EngineStore } from './engine.ts';

/**
 * Path of a function to the thread of a store: `plain` as it is; `long` with an AbortSignal there and reports of
 * progress back; `made here` not at all: this side makes it of the others, or answers at once.
 */
type Crossing<Answer> =
  | { readonly crosses: 'plain' | 'made here' }
  | {
      readonly crosses: 'long';
      /** Index of the argument that holds its options. */
      readonly optionsAt: number;
      /** Answer if it was stopped before it began. */
      readonly stopped: Answer;
    };

/**
 * Thread that answers in a server. Over a file: this one (`at once`), for what takes microseconds and waits for nobody, or the writer
 * where that would wait; always the thread that writes (`writer`), also for texts of many megabytes (`large`); or the one for what
 * may take seconds (`reader`); or, `by size`, at once for a list of few and little text, and the reader for a longer one. An engine that does not hold up this thread answers in it, but for what is `large` or for the `reader`.
 */
interface Served {
  readonly server: 'at once' | 'writer' | 'large' | 'reader' | 'by size';
}

/** Properties of a function of the store, the same for every engine. */
export type Method<Answer = unknown> = Crossing<Answer> & Served;

type AnyFunction = (...args: never) => unknown;
type LastOf<Args> = Required<Args> extends readonly [...unknown[], infer Last] ? NonNullable<Last> : unknown;
type CanBeStopped<Args> = 'signal' extends keyof LastOf<Args> ? true : false;

// What takes a signal cannot be sent as it is, and what answers at once cannot be sent at all.
type MethodOf<Function> = Function extends (...args: infer Args) => Promise<infer Answer>
  ? CanBeStopped<Args> extends true
    ? Method<Answer> & { readonly crosses: 'long' }
    : Method<Answer> & { readonly crosses: 'plain' | 'made here' }
  : Served & { readonly crosses: 'made here' };

/** A table of all functions of a store; one that is missing does not compile, nor one that cannot cross as is said. */
export type MethodTable<Of> = {
  readonly [Part in keyof Of]: Of[Part] extends AnyFunction
    ? MethodOf<Of[Part]>
    : { readonly [Name in keyof Of[Part]]: MethodOf<Of[Part][Name]> };
};

const AT_ONCE = { crosses: 'plain', server: 'at once' } as const;
const READ = { crosses: 'plain', server: 'reader' } as const;
const LARGE = { crosses: 'plain', server: 'large' } as const;
const WRITE = { crosses: 'plain', server: 'writer' } as const;
// What is stored is checked and made JSON where it came from: on its way it would lose what JSON keeps.
const STORE = { crosses: 'made here', server: 'writer' } as const;
const CLEAN_UP = { crosses: 'long', optionsAt: 0, stopped: 0, server: 'writer' } as const;

/** All functions of a store. The thread's client and host and the server's routing follow from it. */
export const METHODS = {
  users: {
    create: WRITE,
    createMany: WRITE,
    // A key becomes its hash where it came from.
    authenticate: { crosses: 'made here', server: 'at once' },
    findByKeyHash: AT_ONCE,
    list: READ,
    names: READ,
    find: AT_ONCE,
    findById: AT_ONCE,
    deactivate: WRITE,
    reactivate: WRITE,
    regenerateKey: WRITE,
    overview: READ,
  },
  apiLogs: {
    log: STORE,
    logMany: STORE,
    insert: WRITE,
    userStats: READ,
    systemStats: READ,
    totals: READ,
    timeline: READ,
    latencies: READ,
    latencyHeat: READ,
    routeTimes: READ,
    recentErrors: READ,
    errors: READ,
    calls: READ,
    valueCounts: READ,
    payloadPaths: READ,
    find: AT_ONCE,
    findStored: LARGE,
    nearestSuccess: READ,
    why: READ,
    newest: AT_ONCE,
    countOlderThan: READ,
    cleanup: CLEAN_UP,
  },
  // Decisions that are not kept in a file are known to one thread alone.
  errorGroups: { list: READ, find: READ, triage: READ, keepsTriage: READ },
  attention: { list: READ, setAside: READ },
  products: {
    hash: STORE,
    find: AT_ONCE,
    findAny: AT_ONCE,
    getMany: { crosses: 'plain', server: 'by size' },
    put: STORE,
    putMany: STORE,
    insert: WRITE,
    stats: READ,
    list: READ,
    invalidate: WRITE,
    restore: WRITE,
    countOlderThan: READ,
    cleanup: CLEAN_UP,
  },
  audit: { list: READ, page: READ },
  leases: { take: WRITE, prolong: WRITE, release: WRITE },
  version: AT_ONCE,
  indexState: READ,
  compare: { crosses: 'long', optionsAt: 1, stopped: 'not needed', server: 'reader' },
  checkpoint: WRITE,
  close: { crosses: 'made here', server: 'writer' },
} as const satisfies MethodTable<EngineStore>;
