import type { Store } from '../store.ts';
import type { CallValues } from './call-values.ts';
import { DatabaseFile } from './database.ts';
import { LogQueue } from './log-queue.ts';
import { insertCallUnlessItWaits } from './new-calls.ts';
import type { WorkerStore } from './worker.ts';

/** A log that takes calls one by one. */
export interface SingleCalls {
  readonly log: Store['apiLogs']['log'];
  /** Resolves when everything that was given is written or refused, and the file is let go. */
  close(): Promise<void>;
}

// After so many calls the thread for writing copies the write-ahead log into the file, which waits for the disk, while further
// calls are written here.
const CHECKPOINT_CALLS = 100;
// Only when no call is written meanwhile does a copy come to the end of the log, which then starts anew. From this length on,
// in pages, or after so many calls during one copy, that is waited for.
const LONG_LOG_PAGES = 4_000;
const LONG_COPY_CALLS = 1_000;

/**
 * Logs calls one by one: in this thread where that waits for nobody, as it does in WAL mode; else in the thread of `writer`,
 * all that come meanwhile in one transaction.
 */
export function logOneByOne(
  path: string,
  { writer, now, trustMs }: { readonly writer: WorkerStore; readonly now: () => Date; readonly trustMs: number },
): SingleCalls {
  const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true, checkpoints: false, trustMs });
  const checkpoints = new Checkpoints(writer.checkpoint);
  const insertAtOnce = (row: CallValues) => {
    // In the thread a commit comes after the copy that is under way, and copies the rest itself.
    if (checkpoints.takeLongLog()) return undefined;
    const id = insertCallUnlessItWaits(file, row);
    if (id !== undefined) checkpoints.noteCall();
    return id;
  };
  const queue = new LogQueue({ insert: writer.apiLogs.insert, insertAtOnce, now });
  const close = async () => {
    await queue.drain();
    file.close();
  };
  return { log: queue.log, close };
}

/** Has the write-ahead log copied now and then, and knows whether it has become long all the same. */
class Checkpoints {
  readonly #checkpoint: () => Promise<number>;
  #calls = 0;
  #isUnderway = false;
  #pages = 0;

  constructor(checkpoint: () => Promise<number>) {
    this.#checkpoint = checkpoint;
  }

  /** Whether the log has become long; whoever is told so has it shortened. */
  takeLongLog(): boolean {
    const isLong = this.#pages > LONG_LOG_PAGES || (this.#isUnderway && this.#calls > LONG_COPY_CALLS);
    if (isLong) this.#pages = 0;
    return isLong;
  }

  noteCall(): void {
    this.#calls += 1;
    if (this.#calls < CHECKPOINT_CALLS || this.#isUnderway) return;
    this.#calls = 0;
    this.#isUnderway = true;
    const noteLength = (pages: number) => {
      this.#isUnderway = false;
      this.#pages = pages;
    };
    // Whatever keeps the file from being written to is told by the next commit.
    this.#checkpoint().then(noteLength, () => noteLength(0));
  }
}
