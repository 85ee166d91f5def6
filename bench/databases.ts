import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { generateDemo } from '../src/demo/generate.ts';
import { fromTimestamp, toTimestamp } from '../src/store/answers/timestamps.ts';
import { hashApiKey } from '../src/store/checks/keys.ts';
import { fileAt } from '../src/store/location.ts';
import { openBulkWriter } from '../src/store/open.ts';

/** A log to be measured: as we keep it, and as the original does, with its own indexes only. */
export interface Log {
  readonly path: string;
  readonly originalPath: string;
  readonly callCount: number;
  readonly days: number;
  /** The time of the newest call, from which windows count back. */
  readonly newestAt: Date;
  /** User with the most calls. */
  readonly busiestUser: { readonly id: number; readonly username: string };
}

/** A database with many users who call little. */
export interface Crowd {
  readonly path: string;
  readonly userCount: number;
}

const CALLS_PER_CROWD_USER = 4;
const OUR_INDEXES = ['idx_api_log_window', 'idx_api_log_errors'];
const ROUTES = ['/api/predict', '/api/gifts/rank', '/api/batch', '/api/health'];
const DAY_MS = 86_400_000;
const AGE_MS = 300_000;

/** Generates a log of 30 days that ends a few minutes ago, so that the age of its newest call does not change by the second. */
export async function makeLog(path: string, callCount: number, userCount: number): Promise<void> {
  const writer = await openBulkWriter(fileAt(path));
  await generateDemo(writer, { seed: 1, callCount, userCount, now: new Date(Date.now() - AGE_MS) });
  await writer.close();
}

/** Makes a database with so many users, each of whom called a few times within the last day. */
export async function makeCrowd(path: string, userCount: number): Promise<Crowd> {
  const writer = await openBulkWriter(fileAt(path));
  const now = Date.now() - AGE_MS;
  await writer.insertUsers(crowd(userCount, now));
  await writer.insertCalls(callsOfCrowd(userCount, userCount * CALLS_PER_CROWD_USER, now));
  await writer.close();
  return { path, userCount };
}

/** Describes a log, and makes the copy of it that has only the indexes of the original. */
export function prepareLog(path: string, originalPath: string): Log {
  copyDatabase(path, originalPath);
  const copy = new Database(originalPath);
  copy.exec('PRAGMA synchronous = OFF');
  for (const index of OUR_INDEXES) copy.exec(`DROP INDEX IF EXISTS ${index}`);
  copy.pragma('wal_checkpoint(TRUNCATE)');
  copy.close();
  // What is still on its way to the disk would hold up the commits that are measured.
  for (const written of [path, originalPath]) flush(written);
  const database = new Database(path, { readonly: true });
  const { callCount, oldest, newest } = database
    .prepare('SELECT COUNT(*) AS callCount, MIN(date_time) AS oldest, MAX(date_time) AS newest FROM user_api_call_log')
    .get() as { readonly callCount: number; readonly oldest: unknown; readonly newest: unknown };
  const busiestUser = database
    .prepare(
      `SELECT u.id, u.username FROM user_api_call_log l JOIN "user" u ON u.id = l.user_id
       GROUP BY u.id ORDER BY COUNT(*) DESC LIMIT 1`,
    )
    .get() as Log['busiestUser'] | undefined;
  database.close();
  if (!busiestUser) throw new Error(`There are no calls in ${path}.`);
  const newestAt = fromTimestamp(newest) ?? new Date();
  const days = (newestAt.getTime() - (fromTimestamp(oldest) ?? newestAt).getTime()) / DAY_MS;
  return { path, originalPath, callCount, days, newestAt, busiestUser };
}

/** Copies a database that nobody writes to, with what its log still holds. */
export function copyDatabase(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE);
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Switches a database that nobody uses to a journal mode. */
export function setJournalMode(path: string, mode: 'WAL' | 'DELETE'): void {
  const database = new Database(path);
  const set = database.pragma(`journal_mode = ${mode}`, { simple: true });
  database.close();
  if (set !== mode.toLowerCase()) throw new Error(`${path} stays in journal mode ${set}.`);
}

function* crowd(userCount: number, now: number) {
  for (let index = 0; index < userCount; index += 1) {
    const username = `user-${((index * 7919) % userCount).toString(36)}-${index}`;
    const createdAt = toTimestamp(new Date(now - (userCount - index) * 60_000));
    yield { username, apiKeyHash: hashApiKey(`key ${index}`), createdAt, isActive: index % 9 !== 0 };
  }
}

function* callsOfCrowd(userCount: number, callCount: number, now: number) {
  const stepMs = DAY_MS / callCount;
  for (let index = 0; index < callCount; index += 1) {
    const isError = index % 20 === 0;
    yield {
      userId: 1 + ((index * 31) % userCount),
      dateTime: toTimestamp(new Date(now - (callCount - index) * stepMs)),
      apiRoute: ROUTES[index % ROUTES.length] ?? '',
      requestPayload: `{"call":${index}}`,
      responsePayload: null,
      statusCode: isError ? 422 : 200,
      responseTimeMs: 1 + (index % 300),
      errorMessage: isError ? `Upstream timeout after ${index} ms` : null,
    };
  }
}
