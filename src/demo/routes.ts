import type { Random } from './random.ts';
import { INTERESTS, OCCASIONS, RELATIONS } from './vocabulary.ts';

/** A route of the API: how often it is called, how long it takes, and what a good call looks like. */
export interface Route {
  readonly path: string;
  /** Its part of all calls, against that of the others. */
  readonly weight: number;
  readonly medianMs: number;
  /** Spread of response times: the standard deviation of their logarithm. */
  readonly spread: number;
  readonly request: (random: Random) => unknown;
  readonly response: (random: Random) => unknown;
}

/** The path whose upstream breaks down in the demo's outage. */
export const RANK_PATH = '/api/gifts/rank';

/** The path that the demo's broken client calls. */
export const PREDICT_PATH = '/api/predict';

const productId = (random: Random) => `P${String(random.below(2000)).padStart(5, '0')}`;
const score = (random: Random) => Math.round(random.between(0.3, 0.99) * 1000) / 1000;

/** Describes a receiver of a present, as callers do. */
export function recipient(random: Random) {
  return {
    age: 3 + random.below(85),
    relation: random.pick(RELATIONS),
    interests: random.sample(INTERESTS, 1 + random.below(3)),
  };
}

/** A good request for a prediction. */
export function predictRequest(random: Random) {
  return { occasion: random.pick(OCCASIONS), budget: 5 * (2 + random.below(60)), recipient: recipient(random) };
}

/** The routes of the API. */
export const ROUTES: readonly Route[] = [
  {
    path: PREDICT_PATH,
    weight: 38,
    medianMs: 42,
    spread: 0.55,
    request: predictRequest,
    response: (random) => ({ gifts: [productId(random), productId(random), productId(random)], score: score(random) }),
  },
  {
    path: '/api/products/classify',
    weight: 19,
    medianMs: 165,
    spread: 0.6,
    request: (random) => ({ productId: productId(random), locale: random.pick(['de', 'en', 'fr', 'ja']) }),
    response: (random) => ({ category: random.pick(['Toys', 'Books', 'Home & Garden']), confidence: score(random) }),
  },
  {
    path: RANK_PATH,
    weight: 17,
    medianMs: 88,
    spread: 0.5,
    request: (random) => ({ recipient: recipient(random), candidates: [productId(random), productId(random)] }),
    response: (random) => ({ ranking: [{ productId: productId(random), score: score(random) }] }),
  },
  {
    path: '/api/users/me',
    weight: 11,
    medianMs: 6,
    spread: 0.4,
    request: () => null,
    response: (random) => ({ plan: random.pick(['free', 'team', 'business']), callsLeft: random.below(10_000) }),
  },
  {
    path: '/api/health',
    weight: 9,
    medianMs: 1.4,
    spread: 0.35,
    request: () => null,
    response: () => ({ status: 'ok' }),
  },
  {
    path: '/api/batch',
    weight: 6,
    medianMs: 260,
    spread: 0.65,
    request: (random) => ({ requests: [predictRequest(random), predictRequest(random)] }),
    response: (random) => ({ jobId: random.uuid(), accepted: 2 }),
  },
];
