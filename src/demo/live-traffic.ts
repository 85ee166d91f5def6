import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import { UserError } from '../user-error.ts';
import { toEpochSeconds } from './generate.ts';
import { ProductMaker } from './products.ts';
import { Random } from './random.ts';
import { TrafficModel } from './traffic-model.ts';
import { demoUsers } from './users.ts';

/** What keeps calling, and how often. */
export interface LiveTrafficOptions {
  readonly store: Pick<Store, 'users' | 'apiLogs' | 'products'>;
  /** Those with which the database was generated, so that the same users go on as they were. */
  readonly seed: number;
  readonly userCount: number;
  readonly productCount: number;
  readonly generatedAt: Date;
  /** Calls a second on average; they come at random, as from many callers. */
  readonly rate: number;
  /** Ends the traffic. */
  readonly signal: AbortSignal;
  /** What the time is; the system's clock unless given. */
  readonly now?: () => Date;
  /** Waits, and returns early when the signal is aborted; really waits unless given. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const NEW_PRODUCT_SHARE = 0.01;
const LONGEST_WAIT_MS = 60_000;
const LONGEST_LAG_MS = 1000;

/** Adds calls the way an API server does, each authenticated and logged in a transaction of its own, until the signal ends it. */
export async function runLiveTraffic(options: LiveTrafficOptions): Promise<void> {
  const { rate, signal, now = () => new Date(), wait = waitOrStop } = options;
  const random = new Random(options.seed, 'live');
  const addCall = caller(options, random, now);
  // The gaps between arrivals that know nothing of each other; at rate 0 the next one never comes.
  const gapMs = () => (-Math.log(1 - random.next()) / rate) * 1000;
  let dueMs = now().getTime() + gapMs();
  while (!signal.aborted) {
    const nowMs = now().getTime();
    if (dueMs > nowMs) {
      await wait(Math.min(dueMs - nowMs, LONGEST_WAIT_MS), signal);
    } else {
      await addCall().catch(ignoreRefusal);
      // After a long lock or a suspended machine the calls that were missed are not made up for.
      dueMs = Math.max(dueMs, nowMs - LONGEST_LAG_MS) + gapMs();
    }
  }
}

function caller(options: LiveTrafficOptions, random: Random, now: () => Date): () => Promise<void> {
  const { store, seed, userCount, productCount } = options;
  const startedAt = toEpochSeconds(options.generatedAt);
  const model = new TrafficModel({ seed, users: demoUsers(seed, userCount, startedAt), now: startedAt });
  const products = new ProductMaker(random, productCount);
  return async () => {
    const { user, apiRoute, requestPayload, responsePayload, ...outcome } = model.callAt(toEpochSeconds(now()), random);
    // Somebody may have been deactivated, or got a new key, in the dashboard: such a call never reaches the log.
    const known = await store.users.authenticate(user.apiKey);
    if (!known) return;
    await store.apiLogs.log({
      userId: known.id,
      apiRoute,
      requestPayload: fromJson(requestPayload),
      responsePayload: fromJson(responsePayload),
      statusCode: outcome.statusCode,
      responseTimeMs: outcome.responseTimeMs,
      errorMessage: outcome.errorMessage,
    });
    if (random.chance(NEW_PRODUCT_SHARE)) await store.products.put(products.next());
  };
}

function fromJson(payload: string | null): unknown {
  return payload === null ? undefined : JSON.parse(payload);
}

// A database that is locked for once does not end a server.
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

async function waitOrStop(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
