import type { Clock } from './clock.ts';
import type { Pulse } from './pulse.ts';

/** Freshness of the data: failed reads and since when they fail, pauses, and listeners. */
export class Freshness {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  /** Sources that cannot be read, with the reasons; the latest report comes last. */
  readonly #failures = new Map<object, string>();
  #pausedSince: Date | null = null;
  #staleSince: Date | null = null;
  #isStarting: boolean;
  #pulse: Pulse;

  constructor(clock: Clock, { intervalMs, isStarting }: { readonly intervalMs: number; readonly isStarting: boolean }) {
    this.#clock = clock;
    this.#isStarting = isStarting;
    this.#pulse = { state: isStarting ? 'starting' : 'live', since: null, reason: '', isPaused: false, intervalMs };
  }

  get pulse(): Pulse {
    return this.#pulse;
  }

  get isFailing(): boolean {
    return this.#failures.size > 0;
  }

  get isPaused(): boolean {
    return this.#pausedSince !== null;
  }

  /** Tells of every other pulse until the returned function is called. */
  onPulse(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A reader tells how its last reading went: the reason of its failure, or null. */
  report(reader: object, failure: string | null): void {
    if (failure === null) this.#failures.delete(reader);
    else this.#failures.set(reader, failure);
    if (this.isFailing) this.#staleSince ??= this.#clock.now();
    else this.#staleSince = null;
    this.#refresh();
  }

  /** The data have been read once. */
  start(): void {
    this.#isStarting = false;
    this.#refresh();
  }

  setPaused(paused: boolean): void {
    this.#pausedSince = paused ? (this.#pausedSince ?? this.#clock.now()) : null;
    this.#refresh();
  }

  setInterval(intervalMs: number): void {
    this.#set({ ...this.#pulse, intervalMs });
  }

  #refresh(): void {
    const { isPaused } = this;
    const reason = [...this.#failures.values()].at(-1) ?? '';
    const state = reason !== '' ? 'stale' : isPaused ? 'paused' : this.#isStarting ? 'starting' : 'live';
    const since = state === 'stale' ? this.#staleSince : state === 'paused' ? this.#pausedSince : null;
    this.#set({ state, since, reason, isPaused, intervalMs: this.#pulse.intervalMs });
  }

  #set(next: Pulse): void {
    if (Object.entries(next).every(([field, value]) => this.#pulse[field as keyof Pulse] === value)) return;
    this.#pulse = next;
    for (const listener of [...this.#listeners]) listener();
  }
}
