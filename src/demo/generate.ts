import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BulkProduct, BulkUser, BulkWriter } from '../store/bulk-writer.ts';
import type { CallValues } from '../store/checks/call-values.ts';
import { hashApiKey } from '../store/checks/keys.ts';
import { ProductMaker } from './products.ts';
import { Random } from './random.ts';
import { schedule } from './schedule.ts';
import { timestampWriter } from './timestamps.ts';
import { type DemoCall, TrafficModel } from './traffic-model.ts';
import { type DemoUser, demoUsers } from './users.ts';

/** Description of the rows to generate; the same options give the same rows, byte for byte. */
export interface GenerateOptions {
  readonly seed: number;
  readonly callCount: number;
  /** The moment before which everything happened. */
  readonly now: Date;
  /** 60 unless given. */
  readonly userCount?: number;
  /** 2,000 unless given. */
  readonly productCount?: number;
  /** Number of days that the calls cover; 30 by default. */
  readonly days?: number;
  /** Told now and then how many calls are written. */
  readonly onProgress?: (writtenCalls: number) => void;
  /** Ends it early; it rejects with the reason. */
  readonly signal?: AbortSignal;
}

/** Default number of days of calls in a demo. */
export const HISTORY_DAYS = 30;

/** Number of days over which its products were classified. */
export const PRODUCT_DAYS = 60;

const DAY_SECONDS = 86_400;
const CHUNK_SIZE = 5000;

/** Fills a new database with users, cached products and a log of calls. The writer is left open. */
export async function generateDemo(writer: BulkWriter, options: GenerateOptions): Promise<void> {
  const { seed, callCount, userCount = 60, productCount = 2000, onProgress, signal } = options;
  const now = toEpochSeconds(options.now);
  const users = demoUsers(seed, userCount, now);
  await writer.insertUsers(bulkUsers(users));
  await writer.insertProducts(bulkProducts(seed, productCount, now));
  let writtenCalls = 0;
  for (const calls of chunks(demoCalls(options, users), CHUNK_SIZE)) {
    await writer.insertCalls(calls);
    writtenCalls += calls.length;
    onProgress?.(writtenCalls);
    // Lets signals and messages in between.
    await nextTurn();
    signal?.throwIfAborted();
  }
  if (writtenCalls !== callCount) throw new Error(`wrote ${writtenCalls} of ${callCount} calls`);
}

/** A time in whole seconds since 1970. */
export function toEpochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function* demoCalls(options: GenerateOptions, users: readonly DemoUser[]): Generator<CallValues> {
  const { seed, callCount, days = HISTORY_DAYS } = options;
  const to = toEpochSeconds(options.now);
  const model = new TrafficModel({ seed, users, now: to });
  const times = schedule({
    from: to - days * DAY_SECONDS,
    to,
    callCount,
    intensityAt: (epochSeconds) => model.intensityAt(epochSeconds),
    random: new Random(seed, 'schedule'),
  });
  const random = new Random(seed, 'calls');
  const timestamp = timestampWriter();
  for (const epochSeconds of times) yield callValues(model.callAt(epochSeconds, random), timestamp(epochSeconds));
}

function callValues(call: DemoCall, dateTime: string): CallValues {
  return {
    userId: call.user.id,
    dateTime,
    apiRoute: call.apiRoute,
    requestPayload: call.requestPayload,
    responsePayload: call.responsePayload,
    statusCode: call.statusCode,
    responseTimeMs: call.responseTimeMs,
    errorMessage: call.errorMessage,
  };
}

function* bulkUsers(users: readonly DemoUser[]): Generator<BulkUser> {
  const timestamp = timestampWriter();
  for (const { username, apiKey, createdAt, isActive } of users) {
    yield { username, apiKeyHash: hashApiKey(apiKey), createdAt: timestamp(createdAt), isActive };
  }
}

function* bulkProducts(seed: number, productCount: number, now: number): Generator<BulkProduct> {
  const random = new Random(seed, 'products');
  const maker = new ProductMaker(random);
  const stepSeconds = (PRODUCT_DAYS * DAY_SECONDS) / productCount;
  for (let left = productCount; left > 0; left -= 1) {
    const classifiedAt = new Date(1000 * Math.floor(now - stepSeconds * (left - random.next())));
    yield { ...maker.next(), classifiedAt };
  }
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
