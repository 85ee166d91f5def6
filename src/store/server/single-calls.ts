import type { CallValues } from '../checks/call-values.ts';
import type { AtOnceLog } from '../engine.ts';
import type { Store } from '../store.ts';
import type { ThreadStore } from '../thread/client.ts';
import { LogQueue } from './log-queue.ts';

/** A log that takes calls one by one. */
export interface SingleCalls {
  readonly log: Store['apiLogs']['log'];
  /** Resolves when everything that was given is written or refused, and the file is let go. */
  close(): Promise<void>;
}

// So many calls, or so much text, are written here before the thread for writing copies the write-ahead log into the file.
const CALLS_BETWEEN_COPIES = 1_000;
const TEXT_BETWEEN_COPIES = 8_388_608;
// What is longer than this takes longer to write than the way to the thread.
const LONG_TEXT = 65_536;

/**
 * Logs calls one by one: in this thread where that waits for nobody, as it does in WAL mode; else in the thread of `writer`,
 * all that come meanwhile in one transaction.
 */
export function logOneByOne(
  here: AtOnceLog,
  { writer, now }: { readonly writer: ThreadStore; readonly now: () => Date },
): SingleCalls {
  // How many calls the thread had been sent when the log was in a state to go on here.
  let knownCalls = -1;
  let hasWrittenHere = false;
  let count = 0;
  let text = 0;
  const insertAtOnce = (row: CallValues) => {
    const length = lengthOf(row);
    const isTurnOfThread = count >= CALLS_BETWEEN_COPIES || text >= TEXT_BETWEEN_COPIES || length > LONG_TEXT;
    if (isTurnOfThread || writer.callsSent() !== knownCalls) return undefined;
    const id = here.insert(row);
    if (id === undefined) return undefined;
    [hasWrittenHere, count, text] = [true, count + 1, text + length];
    return id;
  };
  // Whoever writes first after the log was copied starts it anew, which waits for the disk: that is to be the thread. It
  // also copies the log of its own accord, after a transaction of many pages.
  const insert = async (rows: readonly CallValues[]) => {
    knownCalls = -1;
    if (rows.length > 1) return writer.apiLogs.insert(rows);
    // In other journal modes nothing is written here, and there is nothing to copy.
    const copied = hasWrittenHere ? succeeds(writer.checkpoint()) : true;
    const inserted = writer.apiLogs.insert(rows);
    const calls = writer.callsSent();
    // A copy that failed is none of the caller's business; the log is then left to the thread.
    const ids = await inserted;
    if (await copied) [knownCalls, count, text] = [calls, 0, 0];
    return ids;
  };
  const queue = new LogQueue({ insert, insertAtOnce, now });
  const close = async () => {
    await queue.drain();
    here.close();
  };
  return { log: queue.log, close };
}

function lengthOf({ apiRoute, errorMessage, requestPayload, responsePayload }: CallValues): number {
  const texts = [apiRoute, errorMessage, requestPayload, responsePayload];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
