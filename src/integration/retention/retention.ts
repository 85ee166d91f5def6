import { randomUUID } from 'node:crypto';
import { isClosed, PresentsError } from '../../model/presents-error.ts';
import { aFunction, clockOf, demand, fields, must, optional } from '../../store/checks/options.ts';
import { answerCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import { parseWindow } from '../../text/durations.ts';
import { report } from '../report.ts';

/** A length of time as a number with a unit: `30m`, `6h`, `1d`. */
export type Interval = `${number}${'m' | 'h' | 'd'}`;

/** Options for deleting what is old. */
export interface RetentionOptions {
  /** Age in days from which calls are deleted; none are unless given. One of the two ages must be. */
  readonly callsDays?: number;
  /** Age in days from which cached classifications are deleted; none are unless given. */
  readonly productsDays?: number;
  /** Time between two rounds, from `1m` to `30d` (`1d` unless given). */
  readonly every?: Interval;
  /** Told of each round of this process when it is over. */
  readonly onReport?: (report: RetentionReport) => void;
  /** Told of each fault; the next round tries again. */
  readonly onError?: (error: unknown) => void;
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
}

/** Outcome of a round: what went, as far as it came; null for what is not to be deleted. */
export interface RetentionReport {
  /** Time when the round began. */
  readonly startedAt: Date;
  /** Milliseconds that it took. */
  readonly tookMs: number;
  /** Number of calls deleted; null without `callsDays`. */
  readonly deletedCalls: number | null;
  /** Number of cached products deleted; null without `productsDays`. */
  readonly deletedProducts: number | null;
}

/** Rounds of deleting what is old, which go on until they are closed. */
export interface Retention {
  /** Ends the rounds, one that is under way after the rows that it is at. Never rejects. */
  close(): Promise<void>;
}

/** The name of the lease: whoever has it does the rounds, and nobody does one while it lasts. */
const LEASE = 'retention';
/** While a round goes on: a process that ends without a word holds it up for so long at most. */
const WORKING_LEASE_MS = 60_000;
const PROLONG_MS = WORKING_LEASE_MS / 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY = '1d';
const LONGEST_MS = 30 * 24 * HOUR_MS;
/** So often in its time between two rounds a process looks if it is its turn. */
const LOOKS = 24;

const intervalMs = (text: string) => (/^\d+(?:\.\d+)?[mhd]$/.test(text) ? (parseWindow(text) ?? 0) * HOUR_MS : 0);
const interval = must<Interval>('a time from 1m to 30d, such as 30m, 6h or 1d', (value) => {
  const ms = typeof value === 'string' ? intervalMs(value) : 0;
  return ms >= MINUTE_MS && ms <= LONGEST_MS;
});
const STORE = must(
  'what openStore gives, awaited',
  (store) => typeof store === 'object' && store !== null && 'leases' in store && 'apiLogs' in store,
);
// What an empty variable of the environment becomes, 0, would delete all that there is, every day.
const AGE = must<number>(
  'a number of days, more than 0',
  (days) => typeof days === 'number' && days > 0 && days < Infinity,
);
const OPTIONS = fields<RetentionOptions>({
  callsDays: optional(AGE),
  productsDays: optional(AGE),
  every: optional(interval),
  onReport: optional(aFunction()),
  onError: optional(aFunction()),
  now: optional(aFunction()),
});

function nothingToDelete(): PresentsError {
  return new PresentsError('retention has nothing to delete: it is given neither callsDays nor productsDays.', {
    code: 'invalid',
    nextStep: 'Give one of them, an age in days.',
    field: 'callsDays',
  });
}

/**
 * Deletes old calls and classifications from time to time, in short transactions that hold no request up. Of all processes on one
 * database one does it, once in the time between two rounds; if it ends, another goes on. Its timer does not keep the process
 * alive. Each round that deletes something is in the audit log. Faults of the database are told to `onError`.
 *
 * @throws PresentsError `invalid`, with the `field`, where the store or an option is not as it must be, or neither age is given.
 * @example
 * const upkeep = retention(store, { callsDays: 90, productsDays: 30, every: '1d', onReport: console.log });
 * await upkeep.close();
 */
export function retention(store: Pick<Store, 'apiLogs' | 'products' | 'leases'>, options: RetentionOptions): Retention {
  const rounds = answerCaller(retention, () => {
    demand(STORE, store, { name: 'retention', field: 'store' });
    demand(OPTIONS, options, { name: 'retention', field: 'options' });
    if (options.callsDays === undefined && options.productsDays === undefined) throw nothingToDelete();
    return new Rounds(store, options);
  });
  return { close: () => rounds.close() };
}

class Rounds {
  readonly #store: Pick<Store, 'apiLogs' | 'products' | 'leases'>;
  readonly #options: RetentionOptions;
  readonly #now: () => Date;
  readonly #everyMs: number;
  readonly #holder = randomUUID();
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(store: Pick<Store, 'apiLogs' | 'products' | 'leases'>, options: RetentionOptions) {
    this.#store = store;
    this.#options = options;
    this.#now = clockOf(options, 'retention');
    this.#everyMs = intervalMs(options.every ?? DAY);
    // Not at once: a server that starts has other things to do, and several that start together do not all ask at the same moment.
    this.#wait(MINUTE_MS * (0.5 + Math.random() / 2));
  }

  async close(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await this.#round;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#look().finally(() => {
        if (!this.#ending.signal.aborted) this.#wait(Math.max(MINUTE_MS, this.#everyMs / LOOKS));
      });
    }, ms).unref();
  }

  /** Does a round if it is time for one and no other process does it. */
  async #look(): Promise<void> {
    // A clock that was set back meanwhile must not put it off.
    if (Math.abs(this.#now().getTime() - this.#lastAtMs) < this.#everyMs) return;
    const { leases } = this.#store;
    try {
      if (!(await leases.take(LEASE, { holder: this.#holder, forMs: this.#everyMs }))) return;
      const endsAtMs = await this.#clean();
      if (!this.#ending.signal.aborted) return await this.#prolong(endsAtMs - this.#now().getTime());
    } catch (error) {
      // There is nothing left to look after.
      if (isClosed(error)) return this.#ending.abort();
      report(() => this.#options.onError?.(error));
    }
    // Another process, or this one, goes on before the time of the next round has come.
    await leases.release([LEASE], this.#holder).catch(() => undefined);
  }

  /** Returns the time of the next round, in milliseconds since 1970. */
  async #clean(): Promise<number> {
    const startedAt = this.#now();
    const { callsDays, productsDays, onReport } = this.#options;
    const { apiLogs, products } = this.#store;
    await this.#prolong(WORKING_LEASE_MS);
    const deletedCalls = await this.#delete(callsDays, (options) => apiLogs.cleanup(options));
    const deletedProducts = await this.#delete(productsDays, (options) => products.cleanup(options));
    this.#lastAtMs = startedAt.getTime();
    const tookMs = this.#now().getTime() - startedAt.getTime();
    report(() => onReport?.({ startedAt, tookMs, deletedCalls, deletedProducts }));
    return startedAt.getTime() + this.#everyMs;
  }

  async #delete(
    days: number | undefined,
    cleanUp: (options: {
      readonly days: number;
      readonly signal: AbortSignal;
      readonly onProgress: () => void;
    }) => Promise<number>,
  ): Promise<number | null> {
    if (days === undefined) return null;
    let prolongedAtMs = performance.now();
    let prolonging = Promise.resolve();
    const onProgress = () => {
      if (performance.now() - prolongedAtMs < PROLONG_MS) return;
      prolongedAtMs = performance.now();
      const tell = (error: unknown) => report(() => this.#options.onError?.(error));
      prolonging = this.#prolong(WORKING_LEASE_MS).catch(tell);
    };
    const deleted = await cleanUp({ days, signal: this.#ending.signal, onProgress });
    // Or it could shorten the lease that is kept until the next round.
    await prolonging;
    return deleted;
  }

  async #prolong(forMs: number): Promise<void> {
    await this.#store.leases.prolong([LEASE], { holder: this.#holder, forMs: Math.max(0, forMs) });
  }
}
