import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isClosed } from '../../model/presents-error.ts';
import type { LeaseStore } from '../../store/store.ts';
import { report } from '../report.ts';

/** Options for taking turns. */
export interface ProductTurnsOptions {
  /** Leases of the database; without them this process asks without looking at others. */
  readonly leases: LeaseStore | undefined;
  /** Told once where no lease can be taken. */
  readonly onError: ((error: unknown) => void) | undefined;
}

/** Something that another process may be at, and how it is waited for. */
export interface Waiting<Found> {
  readonly signal: AbortSignal;
  /** Takes the turn, or finds what another process has found in its own; undefined while neither can be had. */
  readonly attempt: () => Promise<Found | undefined>;
  /** Gives up what another process may be waiting for in its turn, before each pause. */
  readonly beforePause: () => Promise<void>;
}

/** A process that ends without a word holds up the others for so long at most. */
const LEASE_MS = 60_000;
const RENEW_MS = LEASE_MS / 3;
/** One whose classifier does not answer for so long holds nobody up any more. */
const LONGEST_TURN_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** A turn of this process: the signal of the work that has it, and how often its lease was renewed. */
interface Turn {
  readonly owner: AbortSignal;
  renewals: number;
}

/** Turns at asking about a product, which the processes on a database take one after the other: asking costs seconds and money. */
export class ProductTurns {
  readonly #options: ProductTurnsOptions;
  readonly #holder = randomUUID();
  readonly #held = new Map<string, Turn>();
  /** Leases to be given back together, and the end of giving others back. */
  #ended: string[] = [];
  #givenBack: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isTold = false;

  constructor(options: ProductTurnsOptions) {
    this.#options = options;
  }

  /**
   * Takes a turn for the work with this signal, which has it until `end` or its abort; false if another process has it. Where no lease
   * can be taken, everybody goes on.
   */
  async take(name: string, owner: AbortSignal): Promise<boolean> {
    const { leases } = this.#options;
    if (leases === undefined) return true;
    try {
      // Or it would take away the lease that is taken now.
      await this.#givenBack;
      const isTaken = await leases.take(name, { holder: this.#holder, forMs: LEASE_MS });
      if (isTaken) this.#hold(name, owner);
      return isTaken;
    } catch (error) {
      if (isClosed(error)) throw error;
      if (!this.#isTold) report(() => this.#options.onError?.(error));
      this.#isTold = true;
      return true;
    }
  }

  /** True if other processes may take turns, too. */
  get areShared(): boolean {
    return this.#options.leases !== undefined;
  }

  /** Attempts something until it is there, with pauses in which another process may end its turn. */
  async wait<Found>({ signal, attempt, beforePause }: Waiting<Found>): Promise<Found> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const found = await attempt();
      if (found !== undefined) return found;
      await beforePause();
      await delay(pauseMs, undefined, { signal });
    }
  }

  /** Gives a turn back, if this work has it. */
  end(name: string, owner: AbortSignal): void {
    if (this.#held.get(name)?.owner !== owner) return;
    this.#held.delete(name);
    if (this.#held.size === 0) this.#rest();
    this.#ended.push(name);
    if (this.#ended.length === 1) this.#givenBack = this.#givenBack.then(() => this.#giveBack());
  }

  #hold(name: string, owner: AbortSignal): void {
    this.#held.set(name, { owner, renewals: 0 });
    this.#timer ??= setInterval(() => this.#renew(), RENEW_MS).unref();
    const end = () => this.end(name, owner);
    if (owner.aborted) end();
    else owner.addEventListener('abort', end, { once: true });
  }

  #renew(): void {
    const turns = [...this.#held].filter(([, turn]) => turn.renewals < LONGEST_TURN_MS / RENEW_MS);
    if (turns.length === 0) return;
    for (const [, turn] of turns) turn.renewals += 1;
    const names = turns.map(([name]) => name);
    // One that was lost meanwhile is not taken again: this work is under way, and so is that of the other process.
    this.#options.leases?.prolong(names, { holder: this.#holder, forMs: LEASE_MS }).catch(() => undefined);
  }

  async #giveBack(): Promise<void> {
    const names = this.#ended;
    this.#ended = [];
    // A lease that cannot be given back runs out.
    await this.#options.leases?.release(names, this.#holder).catch(() => undefined);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
