import { Crowd } from './crowd.ts';
import { BAD_RELEASE_FAILURE, type Failure, OUTAGE_FAILURE } from './failures.ts';
import { type Incidents, incidentsBefore, isWithin } from './incidents.ts';
import { type PreparedRoute, prepareRoute, toJson } from './prepared-route.ts';
import { Random } from './random.ts';
import { PREDICT_PATH, RANK_PATH, ROUTES } from './routes.ts';
import type { DemoUser } from './users.ts';
import { Weighted } from './weighted.ts';

/** One call of the demo; payloads are JSON, the time is in seconds since 1970. */
export interface DemoCall {
  readonly user: DemoUser;
  readonly epochSeconds: number;
  readonly apiRoute: string;
  readonly requestPayload: string | null;
  readonly responsePayload: string | null;
  readonly statusCode: number;
  readonly responseTimeMs: number | null;
  readonly errorMessage: string | null;
}

/** Increase in calls during an incident, as a factor: callers try again, a broken client does not stop. */
const OUTAGE_SURGE = 2.5;
const BAD_RELEASE_SURGE = 4;

const OUTAGE_FAILURE_SHARE = 0.8;
const OUTAGE_SLOWNESS = 6;
const UNTIMED_SHARE = 0.004;

/** Behaviour of the demo's callers at any time, before and after the demo starts. */
export class TrafficModel {
  readonly #users: readonly DemoUser[];
  readonly #crowd: Crowd;
  readonly #incidents: Incidents;
  readonly #routes: readonly PreparedRoute[];
  readonly #routeWeights = new Weighted(ROUTES.map(({ weight }) => weight));

  constructor(options: { readonly seed: number; readonly users: readonly DemoUser[]; readonly now: number }) {
    const random = new Random(options.seed, 'routes');
    this.#users = options.users;
    this.#crowd = new Crowd(options.users);
    this.#incidents = incidentsBefore(options.now, options.users);
    this.#routes = ROUTES.map((route) => prepareRoute(route, random));
  }

  /** Returns the relative volume of calls at a time, incidents included; only ratios between values have a meaning. */
  intensityAt(epochSeconds: number): number {
    return this.#crowd.intensityAt(epochSeconds) * (1 + this.#surgeAt(epochSeconds));
  }

  /** A call at a time. */
  callAt(epochSeconds: number, random: Random): DemoCall {
    const surge = this.#surgeAt(epochSeconds);
    const isOfSurge = surge > 0 && random.chance(surge / (1 + surge));
    const isOutage = isWithin(this.#incidents.outage, epochSeconds);
    const isFlood = isOfSurge && !isOutage;
    const user = isFlood ? this.#userOfBadRelease() : this.#someUser(epochSeconds, random);
    const route = isOfSurge ? this.#routeAt(isOutage ? RANK_PATH : PREDICT_PATH) : this.#someRoute(random);
    const isHit = isOutage && route.path === RANK_PATH;
    const failure = isFlood ? BAD_RELEASE_FAILURE : failureOf(route, user, isHit, random);
    const timeMs = failure
      ? failureTimeMs(failure, route, random)
      : okTimeMs(route, random) * (isHit ? OUTAGE_SLOWNESS : 1);
    const message = failure?.message(random) ?? null;
    return {
      user,
      epochSeconds,
      apiRoute: route.path,
      requestPayload: failure?.request ? toJson(failure.request(random)) : random.pick(route.requests),
      responsePayload: message === null ? random.pick(route.responses) : JSON.stringify({ error: message }),
      statusCode: failure?.statusCode ?? 200,
      responseTimeMs: random.chance(UNTIMED_SHARE) ? null : Math.round(timeMs * 1000) / 1000,
      errorMessage: message,
    };
  }

  #surgeAt(epochSeconds: number): number {
    if (isWithin(this.#incidents.outage, epochSeconds)) return OUTAGE_SURGE;
    return isWithin(this.#incidents.badRelease, epochSeconds) ? BAD_RELEASE_SURGE : 0;
  }

  #someUser(epochSeconds: number, random: Random): DemoUser {
    return this.#users[this.#crowd.at(epochSeconds).index(random)] as DemoUser;
  }

  #userOfBadRelease(): DemoUser {
    return this.#users[this.#incidents.badRelease.userId - 1] as DemoUser;
  }

  #someRoute(random: Random): PreparedRoute {
    return this.#routes[this.#routeWeights.index(random)] as PreparedRoute;
  }

  #routeAt(path: string): PreparedRoute {
    return this.#routes.find((route) => route.path === path) as PreparedRoute;
  }
}

function failureOf(route: PreparedRoute, user: DemoUser, isHit: boolean, random: Random): Failure | undefined {
  if (isHit && random.chance(OUTAGE_FAILURE_SHARE)) return OUTAGE_FAILURE;
  return random.chance(user.errorShare) ? route.failures[route.failureWeights.index(random)] : undefined;
}

function okTimeMs(route: PreparedRoute, random: Random): number {
  return random.pick(route.latenciesMs) * random.between(0.97, 1.03);
}

function failureTimeMs(failure: Failure, route: PreparedRoute, random: Random): number {
  if (failure.takes === 'until timeout') return random.between(30_001, 30_080);
  return failure.takes === 'no time' ? random.between(0.6, 5) : okTimeMs(route, random);
}
