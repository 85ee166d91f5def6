import { createHash } from 'node:crypto';
import { networkOf } from './network-of.ts';

/** Limits for the answers to failed keys. */
export interface FailedKeysOptions {
  /** Number of failed keys of one source that are answered at once (default: 10). */
  readonly free?: number;
  /** Time that the answer to the next one waits (default: 100); it doubles with each further one. */
  readonly firstMs?: number;
  /** Longest time that an answer waits (default: 5,000). */
  readonly slowestMs?: number;
  /** Time after which a source without further failed keys is forgotten (default: 10 minutes). */
  readonly forgetMs?: number;
  /** Number of sources that are remembered (default: 10,000); beyond it, the one that failed longest ago is forgotten. */
  readonly sources?: number;
  /** Number of answers that may wait at the same time (default: 200); beyond it they come at once. */
  readonly waiting?: number;
}

/** Counts of failed keys. */
export interface FailedKeysCounts {
  /** Refusals whose answer waited, because their source had sent too many failed keys. */
  readonly slowed: number;
  /** Sources of failed keys that are remembered. */
  readonly sources: number;
}

interface Source {
  readonly failures: number;
  readonly lastAtMs: number;
}

// Longer than any limit, and still a number.
const MOST_DOUBLINGS = 40;

/** Slows down whoever tries many keys: the answers to one source wait longer and longer. Its memory is bounded. */
export class FailedKeys {
  readonly #options: Required<FailedKeysOptions>;
  /** Sources by their hash, the one that failed longest ago first: no text of others is kept. */
  readonly #sources = new Map<string, Source>();
  /** Functions that let the waiting answers go. */
  readonly #waiting = new Set<() => void>();
  #slowed = 0;
  #isClosed = false;

  constructor(options: FailedKeysOptions) {
    this.#options = {
      free: options.free ?? 10,
      firstMs: options.firstMs ?? 100,
      slowestMs: options.slowestMs ?? 5_000,
      forgetMs: options.forgetMs ?? 600_000,
      sources: options.sources ?? 10_000,
      waiting: options.waiting ?? 200,
    };
  }

  get counts(): FailedKeysCounts {
    return { slowed: this.#slowed, sources: this.#sources.size };
  }

  /** Counts a failed key of a source, and resolves when it may be answered: when its time has come, or nobody waits any more. */
  async wait(source: string, whenGone: (release: () => void) => void): Promise<void> {
    const waitMs = this.#timeFor(this.#count(source));
    if (waitMs === 0 || this.#isClosed || this.#waiting.size >= this.#options.waiting) return;
    this.#slowed += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => release(), waitMs).unref();
    const release = () => {
      clearTimeout(timer);
      this.#waiting.delete(release);
      resolve();
    };
    this.#waiting.add(release);
    whenGone(release);
    await promise;
  }

  /** Lets all answers go that wait. */
  release(): void {
    for (const release of this.#waiting) release();
  }

  /** As `release`, and lets none wait any more. */
  close(): void {
    this.#isClosed = true;
    this.release();
  }

  /** Counts a failure, and gives how many there were of this source. */
  #count(source: string): number {
    const { forgetMs, sources } = this.#options;
    const nowMs = performance.now();
    const name = createHash('sha256').update(networkOf(source)).digest('base64');
    const known = this.#sources.get(name);
    const failures = known === undefined || nowMs - known.lastAtMs >= forgetMs ? 1 : known.failures + 1;
    this.#sources.delete(name);
    this.#sources.set(name, { failures, lastAtMs: nowMs });
    for (const [oldest, { lastAtMs }] of this.#sources) {
      if (this.#sources.size <= sources && nowMs - lastAtMs < forgetMs) break;
      this.#sources.delete(oldest);
    }
    return failures;
  }

  #timeFor(failures: number): number {
    const { free, firstMs, slowestMs } = this.#options;
    const doublings = Math.min(failures - free - 1, MOST_DOUBLINGS);
    return doublings < 0 ? 0 : Math.min(slowestMs, firstMs * 2 ** doublings);
  }
}
