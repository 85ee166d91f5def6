import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';

// An API server as the original is: commits so many calls a second, each in a transaction of its own that waits up to 5 s for
// a lock, until it is told to end; then says how long each commit took. Its first word is that it is ready to be told.

/** Final report of the writer. */
export interface WriterReport {
  readonly commitsMs: readonly number[];
  /** Number of calls that it could not log because the database was locked. */
  readonly lockedCount: number;
}

const LOCK_TIMEOUT_MS = 5000;
const LOG_CALL = `
  INSERT INTO user_api_call_log (user_id, api_route, request_payload, response_payload, response_status_code,
    response_time_ms, error_message)
  VALUES (?, '/api/predict', ?, ?, ?, ?, NULL)`;

const [path = '', rate = '50'] = process.argv.slice(2);
const database = new Database(path, { timeout: LOCK_TIMEOUT_MS });
const userIds = database.prepare('SELECT id FROM "user" LIMIT 500').pluck().all();
const insert = database.prepare(LOG_CALL);
const payload = JSON.stringify({ occasion: 'birthday', recipient: { interests: Array(20).fill('science fiction') } });
const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());
process.once('disconnect', () => ending.abort());
process.send?.('ready');
const commitsMs: number[] = [];
let lockedCount = 0;
const startedAt = performance.now();
for (let call = 0; !ending.signal.aborted; call += 1) {
  const dueMs = (call * 1000) / Number(rate) - (performance.now() - startedAt);
  await delay(Math.max(0, dueMs), undefined, { signal: ending.signal }).catch(() => undefined);
  const askedAt = performance.now();
  try {
    insert.run(userIds[(call * 31) % userIds.length], payload, payload, call % 20 === 0 ? 500 : 200, 5 + (call % 90));
  } catch {
    lockedCount += 1;
  }
  commitsMs.push(performance.now() - askedAt);
}
database.close();
const report: WriterReport = { commitsMs, lockedCount };
if (process.connected) process.send?.(report, undefined, undefined, () => process.disconnect?.());
