import { Recent } from '../answers/pages.ts';
import { BlockScan } from './block-scan.ts';
import type { Blocks } from './blocks.ts';
import type { CallRun, RunSink } from './call-run.ts';
import { type FoundQuery, wantedOf } from './found-query.ts';
import { GroupSink } from './group-sink.ts';
import { HourCountSink } from './hour-count-sink.ts';
import type { Names } from './names.ts';
import { nameOfQuery } from './query-name.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { Summary, type SummaryParts } from './summary.ts';
import { type Scales, TimelineSums } from './timeline-sums.ts';
import { type FactPlan, UserFactSink } from './user-fact-sink.ts';

// A screen asks about its window, the one before it, and one user.
const MOST_KEPT = 3;
// A page of users.
const MOST_USERS_KEPT = 1_000;

/** Sums that a question needs; those that are not asked for may be there too. */
export interface Needs {
  readonly parts: SummaryParts;
  readonly timeline: boolean;
}

/** The sums of whole hours of calls that fit a query, over all of them and hour by hour. */
export interface HourSums {
  readonly summary: Summary;
  readonly timeline: TimelineSums;
}

interface Kept extends HourSums {
  readonly name: string;
  readonly needs: Needs;
}

/** Keeps the sums of whole hours, so that the next question about them, or a window that moves, only adds its ends. */
export class KeptSums {
  readonly #blocks: Blocks;
  // The one that was asked for last stands last.
  #kept: readonly Kept[] = [];
  readonly #counts = new Recent<ReadonlyMap<number, number>>(MOST_KEPT);
  readonly #groups = new Recent<GroupSink>(MOST_KEPT);
  readonly #facts = new Recent<UserFactSink>(MOST_KEPT);

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** The sums of some whole hours. */
  of(scales: Scales, query: FoundQuery, needs: Needs): HourSums {
    const name = this.#nameOf(query);
    const known = this.#kept.find((kept) => kept.name === name && holds(kept.needs, needs));
    const sums = known ?? { name, needs, ...this.#add(scales, query, needs) };
    this.#kept = [...this.#kept.filter((kept) => kept.name !== name).slice(1 - MOST_KEPT), sums];
    return sums;
  }

  /** Number of calls in each of some whole hours. */
  countsOf({ names }: Scales, query: FoundQuery): ReadonlyMap<number, number> {
    return this.#counts.get([this.#nameOf(query)], () => {
      const sink = new HourCountSink();
      this.#scan(names, query, sink);
      return sink.counts;
    });
  }

  /** The failed calls of some whole hours by group. */
  groupsOf(names: Names, query: FoundQuery): GroupSink {
    return this.#groups.get([this.#nameOf(query)], () => {
      const sink = new GroupSink(names);
      this.#scan(names, query, sink);
      return sink;
    });
  }

  /** Facts about some users from their calls in some whole hours; those of many users are not kept. */
  factsOf({ scale, names }: Scales, query: FoundQuery, plan: FactPlan): UserFactSink {
    const collect = () => {
      const sink = new UserFactSink(names, scale, plan);
      this.#scan(names, query, sink);
      return sink;
    };
    return plan.callers.length > MOST_USERS_KEPT ? collect() : this.#facts.get([this.#nameOf(query), plan], collect);
  }

  #add(scales: Scales, query: FoundQuery, needs: Needs): HourSums {
    const { scale, names } = scales;
    const summary = new Summary(scale, names, needs.parts);
    const buckets = { seconds: HOUR_SECONDS, last: Number.POSITIVE_INFINITY };
    const timeline = new TimelineSums(scales, query.span.from, buckets);
    this.#scan(names, query, needs.timeline ? new SumsOfBoth(summary, timeline) : summary);
    return { summary, timeline };
  }

  #scan(names: Names, query: FoundQuery, sink: RunSink): void {
    this.#blocks.scan(this.#blocks.in(query.span), new BlockScan(wantedOf(query, names), [sink]));
  }

  #nameOf({ span, query, failed }: FoundQuery): string {
    return [this.#blocks.stampOf(span), nameOfQuery(query), failed?.name].join(' ');
  }
}

/** Adds each run to the sums over all and to those of its hour, in one pass over its times. */
class SumsOfBoth implements RunSink {
  readonly needsTimes = true;
  readonly #summary: Summary;
  readonly #timeline: TimelineSums;

  constructor(summary: Summary, timeline: TimelineSums) {
    this.#summary = summary;
    this.#timeline = timeline;
  }

  needsSeconds(): boolean {
    return false;
  }

  addRun(run: CallRun): void {
    this.#summary.addRun(run, this.#timeline.countIn(run));
  }
}

function holds(kept: Needs, needs: Needs): boolean {
  const { parts } = kept;
  return (
    (parts.routes === true || !needs.parts.routes) &&
    (parts.callers === true || !needs.parts.callers) &&
    (kept.timeline || !needs.timeline) &&
    parts.exactCalls === needs.parts.exactCalls
  );
}
