import type { Clock } from '../../src/live/clock.ts';

interface Timer {
  readonly run: () => void;
  readonly everyMs: number | null;
  dueAtMs: number;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #nowMs: number;

  constructor(now: Date | string = '2026-11-20T12:00:00Z') {
    this.#nowMs = new Date(now).getTime();
  }

  readonly now = (): Date => new Date(this.#nowMs);

  /** Calls `tick` every `ms` until the returned function is called. */
  readonly every = (ms: number, tick: () => void): (() => void) => this.#add(ms, ms, tick);

  /** Calls `run` once after `ms` unless the returned function is called first. */
  readonly after = (ms: number, run: () => void): (() => void) => this.#add(ms, null, run);

  /** Lets this much time pass and runs what falls due, in the order of its times. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let timer = this.#nextBefore(endMs); timer; timer = this.#nextBefore(endMs)) {
      this.#nowMs = timer.dueAtMs;
      if (timer.everyMs === null) this.#timers.delete(timer);
      else timer.dueAtMs += timer.everyMs;
      timer.run();
    }
    this.#nowMs = endMs;
  }

  /** Number of timers that are set; 0 where everything that was begun was also ended. */
  get timerCount(): number {
    return this.#timers.size;
  }

  #add(ms: number, everyMs: number | null, run: () => void): () => void {
    // A timer of 0 ms would never let the time go on.
    const lengthMs = Math.max(1, ms);
    const timer: Timer = { run, everyMs: everyMs === null ? null : lengthMs, dueAtMs: this.#nowMs + lengthMs };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #nextBefore(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.dueAtMs <= endMs);
    return due.reduce<Timer | undefined>(
      (first, timer) => (first && first.dueAtMs <= timer.dueAtMs ? first : timer),
      undefined,
    );
  }
}
