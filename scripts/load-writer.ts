import { setTimeout as delay } from 'node:timers/promises';
import { fileAt } from '../src/store/location.ts';
import { openStore } from '../src/store/open.ts';

// An API server for the load test: logs so many calls a second until it is told to end, then says how many it logged.

/** Final report of the writer; waits are those of single calls, in milliseconds. */
export interface WriterReport {
  readonly logged: number;
  readonly failures: readonly string[];
  readonly longestWaitMs: number;
}

const [path = '', rate = '50', userCount = '1'] = process.argv.slice(2);
const store = await openStore(fileAt(path), { keepWriter: true });
const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());
const startedAt = performance.now();
const failures: string[] = [];
let logged = 0;
let longestWaitMs = 0;

for (let call = 0; !ending.signal.aborted; call += 1) {
  const dueMs = (call * 1000) / Number(rate) - (performance.now() - startedAt);
  if (dueMs > 0) await delay(dueMs, undefined, { signal: ending.signal }).catch(() => undefined);
  const statusCode = call % 20 === 0 ? 500 : 200;
  const userId = 1 + (call % Number(userCount));
  const askedAt = performance.now();
  try {
    await store.apiLogs.log({
      userId,
      apiRoute: '/api/predict',
      statusCode,
      responseTimeMs: 5,
      requestPayload: { call },
    });
    logged += 1;
  } catch (error) {
    failures.push(String(error));
  }
  longestWaitMs = Math.max(longestWaitMs, performance.now() - askedAt);
}
await store.close();
process.send?.({ logged, failures, longestWaitMs: Math.round(longestWaitMs) } satisfies WriterReport);
process.disconnect?.();
