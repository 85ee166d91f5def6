import { setTimeout as delay } from 'node:timers/promises';

/** The times of answers, so many milliseconds apart. */
export interface Ticks {
  /** Resolves when the next one is due, or at once where it was hurried or interrupted. */
  next(): Promise<void>;
  hurry(): void;
}

/** Begins to count the times of answers now. */
export function createTicks(intervalMs: number, interrupted: AbortSignal): Ticks {
  const startMs = performance.now();
  let dueMs = startMs;
  let hurried = new AbortController();
  return {
    next: async () => {
      dueMs = nextDue({ startMs, lastDueMs: dueMs, intervalMs }, performance.now());
      const signal = AbortSignal.any([interrupted, hurried.signal]);
      await delay(dueMs - performance.now(), undefined, { signal }).catch(() => undefined);
      hurried = new AbortController();
    },
    hurry: () => hurried.abort(),
  };
}

/** Times in milliseconds of some clock. */
interface Course {
  readonly startMs: number;
  readonly lastDueMs: number;
  readonly intervalMs: number;
}

/** The next time of those that lie whole intervals behind the start: answers that take long leave some out, and never shift the others. */
export function nextDue({ startMs, lastDueMs, intervalMs }: Course, nowMs: number): number {
  const passed = Math.ceil((nowMs - startMs) / intervalMs);
  return Math.max(lastDueMs + intervalMs, startMs + passed * intervalMs);
}
