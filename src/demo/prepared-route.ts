import { FAILURES, type Failure } from './failures.ts';
import type { Random } from './random.ts';
import type { Route } from './routes.ts';
import { Weighted } from './weighted.ts';

const POOL_SIZE = 256;
const LATENCY_POOL_SIZE = 2048;

/** A route with everything ready that is costly to make for each of ten million calls. */
export interface PreparedRoute {
  readonly path: string;
  readonly medianMs: number;
  readonly requests: readonly (string | null)[];
  readonly responses: readonly string[];
  readonly latenciesMs: readonly number[];
  readonly failures: readonly Failure[];
  readonly failureWeights: Weighted;
}

/** Fills the pools of a route. */
export function prepareRoute(route: Route, random: Random): PreparedRoute {
  const failures = FAILURES.filter(({ paths }) => paths?.includes(route.path) ?? true);
  const pool = <T>(size: number, make: () => T): readonly T[] => Array.from({ length: size }, make);
  return {
    path: route.path,
    medianMs: route.medianMs,
    requests: pool(POOL_SIZE, () => toJson(route.request(random))),
    responses: pool(POOL_SIZE, () => JSON.stringify(route.response(random))),
    latenciesMs: pool(LATENCY_POOL_SIZE, () => route.medianMs * Math.exp(route.spread * random.normal())),
    failures,
    failureWeights: new Weighted(failures.map(({ weight }) => weight)),
  };
}

/** A payload as JSON; null if there is none. */
export function toJson(payload: unknown): string | null {
  return payload === null ? null : JSON.stringify(payload);
}
