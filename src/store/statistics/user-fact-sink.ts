import type { UserFactName, UserFacts } from '../answers/call-sums.ts';
import { type CallRun, MIXED, type RunSink, userOf } from './call-run.ts';
import type { LastErrorSink } from './last-error-sink.ts';
import type { LatencyScale } from './latency-scale.ts';
import type { Names } from './names.ts';
import { RouteCounts } from './route-counts.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { UserTimes } from './user-times.ts';

/** Users by their numbers, the facts that are wanted about them, and how many times of one are kept for an exact percentile. */
export interface FactPlan {
  readonly callers: readonly number[];
  readonly wanted: readonly UserFactName[];
  readonly exactCalls: number;
}

/** Collects facts about some users. Users have places here, in the order in which they were named. */
export class UserFactSink implements RunSink {
  readonly needsTimes: boolean;
  readonly #names: Names;
  readonly #plan: FactPlan;
  /** The place of each user by number; -1 for others. */
  readonly #placeOf: Int32Array;
  readonly #calls: Float64Array;
  readonly #serverErrors: Float64Array;
  /** The hour of each user's last failed call; -1 if there is none. */
  readonly #lastErrorHours: Float64Array;
  readonly #times: readonly UserTimes[];
  readonly #ofRoutes: RouteCounts;
  readonly #wantsRoutes: boolean;

  constructor(names: Names, scale: LatencyScale, plan: FactPlan) {
    const { callers, wanted, exactCalls } = plan;
    this.#names = names;
    this.#plan = plan;
    this.needsTimes = wanted.includes('times');
    this.#wantsRoutes = wanted.includes('topRoute');
    this.#placeOf = names.placesOf(callers);
    this.#calls = new Float64Array(callers.length);
    this.#serverErrors = new Float64Array(callers.length);
    this.#lastErrorHours = new Float64Array(callers.length).fill(-1);
    this.#times = this.needsTimes ? callers.map(() => new UserTimes(scale, exactCalls)) : [];
    this.#ofRoutes = new RouteCounts(this.#wantsRoutes ? callers.length : 0, names.routes.length);
  }

  needsSeconds(): boolean {
    return false;
  }

  /** Adds a run of calls, which lie in one hour. */
  addRun(run: CallRun): void {
    if (run.user !== MIXED) {
      const place = this.#placeOf[run.user] ?? -1;
      if (place < 0) return;
      this.#count(run, place, run.to - run.from);
      this.#times[place]?.addRun(run.micros, run.from, run.to);
      return;
    }
    const { micros } = this.needsTimes ? run : { micros: [] };
    for (let at = run.from; at < run.to; at += 1) {
      const place = this.#placeOf[userOf(run, at)] ?? -1;
      if (place < 0) continue;
      this.#count(run, place, 1);
      this.#times[place]?.add(micros[at] ?? -1);
    }
  }

  /** Adds what another one collected about the same users. */
  add(other: UserFactSink): void {
    for (const [place, calls] of other.#calls.entries()) {
      if (calls === 0) continue;
      this.#calls[place] = (this.#calls[place] ?? 0) + calls;
      this.#serverErrors[place] = (this.#serverErrors[place] ?? 0) + (other.#serverErrors[place] ?? 0);
      this.#lastErrorHours[place] = Math.max(this.#lastErrorHours[place] ?? -1, other.#lastErrorHours[place] ?? -1);
      const times = other.#times[place];
      if (times !== undefined) this.#times[place]?.addAll(times);
    }
    this.#ofRoutes.addAll(other.#ofRoutes);
  }

  /** The hours in which some of the users failed last. */
  get lastErrorHours(): readonly number[] {
    return [...new Set(this.#lastErrorHours)].filter((hour) => hour >= 0);
  }

  /** The facts about those who called. */
  facts(lastErrors: LastErrorSink | undefined): readonly UserFacts[] {
    const { callers } = this.#plan;
    const topRoutes = this.#ofRoutes.tops(this.#names.routes);
    return callers.flatMap((caller, place): readonly UserFacts[] => {
      if (this.#calls[place] === 0) return [];
      const times = this.#times[place];
      return [
        {
          userId: this.#names.userIds[caller] ?? 0,
          serverErrorCount: this.#serverErrors[place] ?? 0,
          p95ResponseMs: times?.p95Ms() ?? null,
          ...(times?.isExact === false && { isApproximate: true as const }),
          topRoute: topRoutes[place] ?? null,
          lastError: lastErrors?.of(caller) ?? null,
        },
      ];
    });
  }

  #count({ kind, span }: CallRun, place: number, calls: number): void {
    const { isError, isServerError, routeOf } = this.#names;
    this.#calls[place] = (this.#calls[place] ?? 0) + calls;
    if (this.#wantsRoutes) this.#ofRoutes.add(place, routeOf[kind] ?? 0, calls);
    if (isError[kind] !== 1) return;
    this.#serverErrors[place] = (this.#serverErrors[place] ?? 0) + calls * (isServerError[kind] ?? 0);
    const hour = span.from - (span.from % HOUR_SECONDS);
    if (hour > (this.#lastErrorHours[place] ?? -1)) this.#lastErrorHours[place] = hour;
  }
}
