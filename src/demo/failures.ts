import type { Random } from './random.ts';
import { PREDICT_PATH, predictRequest, RANK_PATH, recipient } from './routes.ts';
import { INTERESTS, OCCASIONS } from './vocabulary.ts';

/** A way in which a call fails. */
export interface Failure {
  readonly statusCode: number;
  /** Relative frequency among the failures of the same route. */
  readonly weight: number;
  /** The routes where it happens; all unless given. */
  readonly paths?: readonly string[];
  readonly message: (random: Random) => string;
  /** The request that is to blame; an ordinary one unless given. */
  readonly request?: (random: Random) => unknown;
  /** Response time: rejected immediately, or timed out waiting for another system; the usual time if absent. */
  readonly takes?: 'no time' | 'until timeout';
}

const WITH_RECIPIENT = [PREDICT_PATH, RANK_PATH, '/api/batch'];
const WITH_MODEL = [PREDICT_PATH, '/api/products/classify', RANK_PATH];

/** A request of the client that forgot how old people can be. */
export function impossibleAge(random: Random) {
  return { ...predictRequest(random), recipient: { ...recipient(random), age: -1 - random.below(40) } };
}

/** All the ways in which calls fail on an ordinary day. */
export const FAILURES: readonly Failure[] = [
  {
    statusCode: 422,
    weight: 22,
    paths: WITH_RECIPIENT,
    message: () => 'Validation failed: recipient.age',
    request: impossibleAge,
    takes: 'no time',
  },
  {
    statusCode: 422,
    weight: 8,
    paths: WITH_RECIPIENT,
    message: (random) =>
      `Validation failed: recipient.interests[${random.below(9)}] is "${random.pick(INTERESTS)}" twice`,
    takes: 'no time',
  },
  {
    statusCode: 422,
    weight: 6,
    paths: [PREDICT_PATH, '/api/batch'],
    message: (random) => `Validation failed: occasion "${random.pick(OCCASIONS)}-${random.hex(4)}" is not supported`,
    takes: 'no time',
  },
  {
    statusCode: 400,
    weight: 12,
    paths: [PREDICT_PATH, '/api/batch'],
    message: () => 'Bad request: budget must be positive',
    request: (random) => ({ ...predictRequest(random), budget: -random.below(50) }),
    takes: 'no time',
  },
  { statusCode: 401, weight: 7, message: () => 'Invalid API key', takes: 'no time' },
  {
    statusCode: 404,
    weight: 13,
    paths: ['/api/products/classify', RANK_PATH],
    message: (random) => `Product P${90_000 + random.below(9999)} not found`,
  },
  {
    statusCode: 404,
    weight: 4,
    paths: ['/api/batch'],
    message: (random) => `No job ${random.uuid()}`,
  },
  {
    statusCode: 429,
    weight: 13,
    message: (random) => `Rate limit exceeded: ${601 + random.below(300)} calls in 60 s`,
    takes: 'no time',
  },
  {
    statusCode: 500,
    weight: 2,
    paths: WITH_MODEL,
    message: () => 'Upstream timeout after 30000 ms',
    takes: 'until timeout',
  },
  {
    statusCode: 500,
    weight: 4,
    paths: WITH_MODEL,
    message: (random) => `Unexpected end of model answer at position ${100 + random.below(4000)}`,
  },
  {
    statusCode: 503,
    weight: 5,
    message: (random) => `Classifier unavailable, retry after ${5 * (1 + random.below(12))} s`,
  },
];

/** Failure of calls to the ranking while its upstream is down. */
export const OUTAGE_FAILURE: Failure = {
  statusCode: 503,
  weight: 1,
  message: () => 'Upstream gift-ranker did not answer within 30000 ms',
  takes: 'until timeout',
};

/** Failure of a client's calls after its bad release. */
export const BAD_RELEASE_FAILURE: Failure = {
  statusCode: 422,
  weight: 1,
  message: () => 'Validation failed: recipient.age',
  request: impossibleAge,
  takes: 'no time',
};
