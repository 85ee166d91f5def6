import { setImmediate as turn } from 'node:timers/promises';
import type { NewApiCall } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import { mayPass, PresentsError } from '../../model/presents-error.ts';
import { type CallValues, valuesOf } from '../checks/call-values.ts';

/** Options for writing calls that are given one by one. */
export interface LogQueueOptions {
  /** Writes calls in one transaction, all of them or none. */
  readonly insert: (rows: readonly CallValues[]) => Promise<readonly Id[]>;
  /** Writes a single call in this turn of the event loop and returns its id; undefined if that would have to wait, as always unless given. */
  readonly insertAtOnce?: (row: CallValues) => Id | undefined;
  readonly now: () => Date;
  /** Largest number of calls in one transaction; 200 unless given, since a file has one writer at a time. */
  readonly batchCalls?: number;
}

const BATCH_CALLS = 200;
// Whoever awaits one call after the other would otherwise keep the event loop from ever turning.
const CALLS_A_TURN = 100;

interface Waiting {
  readonly row: CallValues;
  readonly resolve: (id: Id) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Calls that are given one by one. Those of one turn of the event loop share a transaction, and those that come while one is
 * being written share the next: however many requests wait for the disk, they wait for it together.
 */
export class LogQueue {
  readonly #options: LogQueueOptions;
  #waiting: Waiting[] = [];
  #atOnceCount = 0;
  #working: Promise<void> | undefined;

  constructor(options: LogQueueOptions) {
    this.#options = options;
  }

  /** Logs a call and resolves with its id. Rejects with a PresentsError that names the field which is not as it should be. */
  readonly log = async (call: NewApiCall): Promise<Id> => {
    const row = valuesOf(call, this.#options.now());
    const { promise, resolve, reject } = Promise.withResolvers<Id>();
    this.#waiting.push({ row, resolve, reject });
    this.#working ??= this.#work();
    return promise;
  };

  /** Resolves when everything that was given is written or refused. */
  async drain(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // Whoever logs in this turn of the event loop has done so by the next.
    await undefined;
    const { batchCalls = BATCH_CALLS } = this.#options;
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, batchCalls));
    this.#working = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const queuedCount = this.#waiting.length;
    try {
      const ids = await this.#insert(batch.map(({ row }) => row));
      for (const [index, { resolve }] of batch.entries()) resolve(ids[index] ?? 0);
    } catch (error) {
      // One that is refused costs only itself.
      if (batch.length > 1 && error instanceof PresentsError && error.field !== undefined) {
        const middle = Math.ceil(batch.length / 2);
        await this.#write(batch.slice(0, middle));
        await this.#write(batch.slice(middle));
      } else {
        // Those that were queued behind it have waited for the lock just as long.
        const others = mayPass(error) ? this.#waiting.splice(0, queuedCount) : [];
        for (const { reject } of [...batch, ...others]) reject(error);
      }
    }
  }

  async #insert(rows: readonly CallValues[]): Promise<readonly Id[]> {
    const [first] = rows;
    const id = first !== undefined && rows.length === 1 ? this.#options.insertAtOnce?.(first) : undefined;
    if (id === undefined) return this.#options.insert(rows);
    this.#atOnceCount += 1;
    if (this.#atOnceCount % CALLS_A_TURN === 0) await turn();
    return [id];
  }
}
