import { setTimeout as delay } from 'node:timers/promises';
import { PresentsError } from '../model/presents-error.ts';
import type { Store } from '../store/store.ts';
import { HISTORY_DAYS, PRODUCT_DAYS, toEpochSeconds } from './generate.ts';
import { ProductMaker } from './products.ts';
import { Random } from './random.ts';
import { callRate } from './schedule.ts';
import { TrafficModel } from './traffic-model.ts';
import { demoUsers } from './users.ts';

/** Source and rate of the calls that keep coming. */
export interface LiveTrafficOptions {
  readonly store: Pick<Store, 'users' | 'apiLogs' | 'products'>;
  /** Those with which the database was generated, so that the same users go on as they were. */
  readonly seed: number;
  readonly userCount: number;
  readonly productCount: number;
  readonly callCount: number;
  readonly generatedAt: Date;
  /** Calls a second on average, at any hour; without it they go on as the generated ones did. They come at random, as from many callers. */
  readonly rate?: number | undefined;
  /** Ends the traffic. */
  readonly signal: AbortSignal;
  /** Returns the current time; the system's clock by default. */
  readonly now?: () => Date;
  /** Waits, and returns early when the signal is aborted; really waits unless given. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const DAY_SECONDS = 86_400;
/** So long a rate holds: from hour to hour it changes evenly. */
const STEP_MS = 60_000;
const LONGEST_LAG_MS = 1000;

/** Adds calls the way an API server does, each authenticated and logged in a transaction of its own, until the signal ends it. */
export async function runLiveTraffic(options: LiveTrafficOptions): Promise<void> {
  const { signal, now = () => new Date(), wait = waitOrStop } = options;
  const random = new Random(options.seed, 'live');
  const model = modelOf(options);
  const rateAt = rateOf(options, model);
  const addCall = caller(options, { model, random, now });
  let fromMs = now().getTime();
  while (!signal.aborted) {
    // The gaps between arrivals that know nothing of each other; at rate 0 the next one never comes.
    const gapMs = (-Math.log(1 - random.next()) / rateAt(fromMs / 1000)) * 1000;
    const dueMs = fromMs + Math.min(gapMs, STEP_MS);
    if (dueMs > now().getTime()) await wait(dueMs - now().getTime(), signal);
    if (gapMs <= STEP_MS && !signal.aborted) await addCall().catch(ignoreRefusal);
    // After a long lock or a suspended machine the calls that were missed are not made up for.
    fromMs = Math.max(dueMs, now().getTime() - LONGEST_LAG_MS);
  }
}

function modelOf({ seed, userCount, generatedAt }: LiveTrafficOptions): TrafficModel {
  const startedAt = toEpochSeconds(generatedAt);
  return new TrafficModel({ seed, users: demoUsers(seed, userCount, startedAt), now: startedAt });
}

/** Calls a second at a time in seconds since 1970: as asked for, else what the history had at such an hour. */
function rateOf({ rate, callCount, generatedAt }: LiveTrafficOptions, model: TrafficModel) {
  if (rate !== undefined) return () => rate;
  const to = toEpochSeconds(generatedAt);
  const from = to - HISTORY_DAYS * DAY_SECONDS;
  return callRate({ from, to, callCount, intensityAt: (epochSeconds) => model.intensityAt(epochSeconds) });
}

interface CallerParts {
  readonly model: TrafficModel;
  readonly random: Random;
  readonly now: () => Date;
}

function caller({ store, productCount, callCount }: LiveTrafficOptions, parts: CallerParts): () => Promise<void> {
  const { model, random, now } = parts;
  const products = new ProductMaker(random, productCount);
  // As many to a call as the history had.
  const newProductShare = productCount / PRODUCT_DAYS / (callCount / HISTORY_DAYS);
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
    if (random.chance(newProductShare)) await store.products.put(products.next());
  };
}

function fromJson(payload: string | null): unknown {
  return payload === null ? undefined : JSON.parse(payload);
}

// A database that is locked for once does not end a server.
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof PresentsError)) throw error;
}

async function waitOrStop(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
