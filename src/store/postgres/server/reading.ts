import { performance } from 'node:perf_hooks';
import type { ClosingAsker } from './asker.ts';

/** A round trip from which a server counts as far away, in milliseconds. */
const FAR_MS = 10;
/** So many round trips after it was sent, a question takes long for another reason than the way. */
const LATE_TRIPS = 2;

/** A question whose transaction was ended for another one, and that had more to ask: it is to be asked again, alone. */
export class EndedEarlyError extends Error {}

/**
 * A question that is under way. Where the server is far, the next one need not wait for its answers: its transaction is ended
 * behind the statements that it has sent, as if it had no more to ask, which is true of nearly all.
 */
export class Reading {
  readonly #asker: ClosingAsker;
  readonly #commit: () => void;
  readonly #sentAt = performance.now();
  #isEnded = false;

  constructor(asker: ClosingAsker, commit: () => void) {
    this.#asker = asker;
    this.#commit = commit;
  }

  /** True if it was ended early and had more to ask. */
  get isCutShort(): boolean {
    return this.#asker.wasAskedLate();
  }

  /** Ends it for the next one, if that is likely to save a round trip. */
  letGo(roundTripMs: number): boolean {
    const isWaitingForTheWay = performance.now() - this.#sentAt < LATE_TRIPS * roundTripMs;
    if (roundTripMs < FAR_MS || !isWaitingForTheWay) return false;
    this.end();
    return true;
  }

  /** Ends its transaction, unless that is done. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#asker.close();
    this.#commit();
  }
}
