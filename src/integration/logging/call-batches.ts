import type { NewApiCall } from '../../model/call.ts';
import { OutcomeUnknownError, PresentsError, UnexpectedError } from '../../model/presents-error.ts';

/** Options for writing calls in batches. */
export interface CallBatchesOptions {
  /** Writes calls in one transaction, all of them or none. */
  readonly write: (calls: readonly NewApiCall[]) => Promise<unknown>;
  /** Told of every fault, with how many calls were lost by it: none if they are going to be tried again. */
  readonly onError: (error: unknown, lostCalls: number) => void;
  /** Approximate limit of the calls that may wait for the database, in bytes. */
  readonly waitingBytes: number;
}

/** Counts of calls by outcome: written, given up, or still waiting. */
export interface CallCounts {
  readonly logged: number;
  readonly lost: number;
  readonly waiting: number;
  /** Approximate size of the waiting ones in memory. */
  readonly waitingBytes: number;
}

/** A batch is written after this time, in milliseconds, */
export const BATCH_MS = 50;
/** or when it has so many calls, whichever comes first. */
export const BATCH_CALLS = 200;

const LONGEST_PAUSE_MS = 5_000;
// A server that goes on taking requests must not keep the end from coming.
const LAST_ROUNDS = 20;

interface Waiting {
  readonly call: NewApiCall;
  readonly bytes: number;
}

/**
 * Gathers calls and writes them in batches, one at a time. Where the database is locked or gone they wait and are tried again,
 * as many as there is room for; a call that the store refuses costs only itself.
 */
export class CallBatches {
  readonly #options: CallBatchesOptions;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #logged = 0;
  #lost = 0;
  #crowdedOut = 0;
  #pauseMs = BATCH_MS;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: CallBatchesOptions) {
    this.#options = options;
  }

  get counts(): CallCounts {
    return { logged: this.#logged, lost: this.#lost, waiting: this.#waiting.length, waitingBytes: this.#waitingBytes };
  }

  /** Takes a call of about this size; never waits, never throws. */
  add(call: NewApiCall, bytes: number): void {
    if (this.#waitingBytes + bytes > this.#options.waitingBytes) {
      this.#crowdedOut += 1;
      this.#lost += 1;
    } else {
      this.#waiting.push({ call, bytes });
      this.#waitingBytes += bytes;
    }
    if (this.#waiting.length >= BATCH_CALLS && !this.#isFailing) this.#start({ withRest: false });
    else this.#wait();
  }

  /** Counts a call that could not be made ready to be written. */
  giveUp(error: unknown): void {
    this.#lose(error, 1);
  }

  /** Writes what waits, if it can be written now, and resolves when that is done; never rejects. */
  async flush(): Promise<void> {
    await this.#writing;
    this.#start({ withRest: true });
    await this.#writing;
  }

  /** As flush, also what comes meanwhile, and gives up what cannot be written. */
  async end(): Promise<void> {
    await this.flush();
    for (let round = 1; round < LAST_ROUNDS && this.#waiting.length > 0 && !this.#isFailing; round += 1) {
      await this.flush();
    }
    this.#rest();
    const { length } = this.#take(this.#waiting.length);
    if (length > 0)
      this.#lose(
        new PresentsError('The database could not be written to before the end.', { code: 'unavailable' }),
        length,
      );
  }

  get #isFailing(): boolean {
    return this.#pauseMs > BATCH_MS;
  }

  #wait(): void {
    if (this.#timer !== undefined || this.#writing !== undefined) return;
    this.#timer = setTimeout(() => this.#start({ withRest: true }), this.#pauseMs);
    // Calls that wait for a moment keep the process until they are written; a database that does not come back does not.
    if (this.#isFailing) this.#timer.unref();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Writes all full batches, and what waits besides where the time has come. */
  #start({ withRest }: { readonly withRest: boolean }): void {
    if (this.#writing !== undefined) return;
    this.#rest();
    this.#writing = this.#writeDue(withRest ? this.#waiting.length : 0).finally(() => {
      this.#writing = undefined;
      this.#reportCrowdedOut();
      if (this.#waiting.length > 0) this.#wait();
    });
  }

  async #writeDue(dueCalls: number): Promise<void> {
    // What comes meanwhile has time of its own.
    for (let due = dueCalls; due > 0 || this.#waiting.length >= BATCH_CALLS; due -= BATCH_CALLS) {
      const batch = this.#take(BATCH_CALLS);
      if (!(await this.#write(batch))) return;
    }
  }

  /** Writes a batch; false if it was put back, to be tried again later. */
  async #write(batch: readonly Waiting[]): Promise<boolean> {
    try {
      await this.#options.write(batch.map(({ call }) => call));
    } catch (error) {
      return await this.#recover(batch, error);
    }
    this.#logged += batch.length;
    this.#pauseMs = BATCH_MS;
    return true;
  }

  async #recover(batch: readonly Waiting[], error: unknown): Promise<boolean> {
    const isRefused = error instanceof PresentsError && error.field !== undefined;
    if (isRefused && batch.length > 1) return await this.#writeOneByOne(batch);
    // One that may be written is not written twice.
    if (isRefused || !mayBeWrittenLater(error)) {
      this.#lose(error, batch.length);
      return true;
    }
    this.#waiting = [...batch, ...this.#waiting];
    this.#waitingBytes += sizeOf(batch);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.#options.onError(error, 0);
    return false;
  }

  async #writeOneByOne(batch: readonly Waiting[]): Promise<boolean> {
    for (const [index, one] of batch.entries()) {
      if (await this.#write([one])) continue;
      const rest = batch.slice(index + 1);
      this.#waiting.splice(1, 0, ...rest);
      this.#waitingBytes += sizeOf(rest);
      return false;
    }
    return true;
  }

  #take(count: number): readonly Waiting[] {
    const taken = this.#waiting.splice(0, count);
    this.#waitingBytes -= sizeOf(taken);
    return taken;
  }

  #lose(error: unknown, count: number): void {
    // What comes next is not to wait for what is gone.
    this.#pauseMs = BATCH_MS;
    this.#lost += count;
    this.#options.onError(error, count);
  }

  #reportCrowdedOut(): void {
    const count = this.#crowdedOut;
    if (count === 0) return;
    this.#crowdedOut = 0;
    const message = `${count} calls were not logged: too many others were waiting for the database.`;
    const error = new PresentsError(message, { code: 'unavailable' });
    this.#options.onError(error, count);
  }
}

// A mistake of ours would be made again, and of a closed store nothing is to be expected.
function mayBeWrittenLater(error: unknown): boolean {
  if (!(error instanceof PresentsError) || error.code === 'closed') return false;
  return !(error instanceof OutcomeUnknownError || error instanceof UnexpectedError);
}

function sizeOf(calls: readonly Waiting[]): number {
  return calls.reduce((sum, { bytes }) => sum + bytes, 0);
}
