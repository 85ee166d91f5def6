import { setTimeout as delay } from 'node:timers/promises';
import type { ListedCall } from '../../model/call.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { Store } from '../../store/store.ts';
import { errorText } from '../../text/error-text.ts';
import type { Context } from '../context.ts';
import { narrate, narrateZone } from '../print/print.ts';
import { type AskedCalls, readCalls } from './asked-calls.ts';
import { createCallWriter } from './call-writer.ts';
import { NewCalls } from './new-calls.ts';

/** Time between two looks at the database. */
const LOOK_MS = 500;
const INTERRUPTED = 130;

/**
 * Prints the newest calls, the oldest of them first, and then new ones as they are logged, until it is interrupted. A database that
 * cannot be read meanwhile is tried again.
 */
export async function followCalls(context: Context, store: Store, asked: AskedCalls): Promise<number> {
  const { interrupted, now } = context.io;
  const writer = createCallWriter(context, store, '');
  const news = new NewCalls(store, now, asked.where);
  narrateZone(context);
  // Looked at first: what is logged while the present calls are printed is new.
  let version = await store.version();
  await news.read();
  for await (const calls of readPresent(store, asked)) {
    if (interrupted.aborted) return INTERRUPTED;
    news.note(calls);
    await writer.write(calls);
  }
  const look = tryingAgain(context, async () => {
    const current = await store.version();
    if (current !== version) await writer.write(await news.read());
    version = current;
  });
  while (!interrupted.aborted) {
    await look();
    await delay(LOOK_MS, undefined, { signal: interrupted }).catch(() => undefined);
  }
  return INTERRUPTED;
}

/** The calls that are there already, the oldest first. */
async function* readPresent(store: Store, asked: AskedCalls): AsyncGenerator<readonly ListedCall[]> {
  if (asked.limit === Number.POSITIVE_INFINITY) {
    yield* readCalls(store, { ...asked, descending: false });
    return;
  }
  const newest: ListedCall[] = [];
  for await (const rows of readCalls(store, asked)) newest.push(...rows);
  yield newest.reverse();
}

/** The same work, which says once why it failed and once that it does not any more. */
function tryingAgain(context: Context, work: () => Promise<void>): () => Promise<void> {
  let trouble = '';
  return async () => {
    try {
      await work();
      if (trouble !== '') narrate(context, 'The database can be read again.');
      trouble = '';
    } catch (error) {
      if (!(error instanceof PresentsError)) throw error;
      if (trouble !== error.message) narrate(context, `${errorText(error)} Trying again.`, 'warn');
      trouble = error.message;
    }
  };
}
