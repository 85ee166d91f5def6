import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LeaseStore } from '../../store/store.ts';
import { report } from '../report.ts';

/** Options for taking turns. */
export interface ProductTurnsOptions {
  /** Leases of the database; without them this process asks without looking at others. */
  readonly leases: LeaseStore | undefined;
  /** Told once where no lease can be taken. */
  readonly onError: ((error: unknown) => void) | undefined;
}

/** A turn at a product, and how it is waited for. */
export interface Waiting<Found> {
  readonly name: string;
  readonly signal: AbortSignal;
  /** Looks if another process has found it meanwhile. */
  readonly look: () => Promise<Found | undefined>;
  /** Gives up what another process may be waiting for in its turn, before each pause. */
  readonly beforePause: () => Promise<void>;
}

/** A process that ends without a word holds up the others for so long at most. */
const LEASE_MS = 60_000;
const RENEW_MS = LEASE_MS / 3;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Turns at asking about a product, which the processes on a database take one after the other: asking costs seconds and money. */
export class ProductTurns {
  readonly #options: ProductTurnsOptions;
  readonly #holder = randomUUID();
  readonly #held = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isTold = false;

  constructor(options: ProductTurnsOptions) {
    this.#options = options;
  }

  /** Takes a turn; false if another process has it. Where no lease can be taken, everybody goes on. */
  async take(name: string): Promise<boolean> {
    const { leases } = this.#options;
    if (leases === undefined) return true;
    try {
      const isTaken = await leases.take(name, { holder: this.#holder, forMs: LEASE_MS });
      if (isTaken) this.#hold(name);
      return isTaken;
    } catch (error) {
      if (!this.#isTold) report(() => this.#options.onError?.(error));
      this.#isTold = true;
      return true;
    }
  }

  /** Waits for a turn, or for what another process finds in its own; undefined if the turn was taken and nothing was found. */
  async wait<Found>({ name, signal, look, beforePause }: Waiting<Found>): Promise<Found | undefined> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      // Another process may have found it between the look before and this turn.
      const isOurs = await this.take(name);
      const found = this.#options.leases === undefined ? undefined : await look();
      if (isOurs || found !== undefined) return found;
      await beforePause();
      await delay(pauseMs, undefined, { signal });
    }
  }

  /** Gives a turn back, if it was taken. */
  end(name: string): void {
    if (!this.#held.delete(name)) return;
    if (this.#held.size === 0) this.#rest();
    // A lease that cannot be given back runs out.
    this.#options.leases?.release(name, this.#holder).catch(() => undefined);
  }

  #hold(name: string): void {
    this.#held.add(name);
    this.#timer ??= setInterval(() => {
      for (const held of this.#held) void this.take(held);
    }, RENEW_MS).unref();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
