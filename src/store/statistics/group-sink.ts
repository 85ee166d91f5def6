import { type CallRun, MIXED, type RunSink, userOf } from './call-run.ts';
import { NO_GROUP } from './group-names.ts';
import type { Names } from './names.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** The calls of a group, by numbers of users and routes, and by parts of time. */
export interface GroupCounts {
  callCount: number;
  readonly users: Map<number, number>;
  readonly routes: Map<number, number>;
  /** By the second at which an hour begins, or by what `partOf` makes of a second. */
  readonly parts: Map<number, number>;
  /** The hour of the last call. */
  lastHour: number;
}

/** Counts failed calls by group. */
export class GroupSink implements RunSink {
  readonly needsTimes = false;
  /** By the number of the group. */
  readonly groups = new Map<number, GroupCounts>();
  /** Failed calls without a group. */
  ungroupedCount = 0;
  readonly #names: Names;
  readonly #partOf: ((second: number) => number) | undefined;

  /** Counts by hours unless the part of time that a second is in is given. */
  constructor(names: Names, partOf?: (second: number) => number) {
    this.#names = names;
    this.#partOf = partOf;
  }

  needsSeconds(): boolean {
    return this.#partOf !== undefined;
  }

  /** Counts a run, which lies in one hour. */
  addRun(run: CallRun): void {
    const { kind, from, to } = run;
    const number = this.#names.groupOf[kind] ?? NO_GROUP;
    if (number === NO_GROUP) {
      this.ungroupedCount += (to - from) * (this.#names.isError[kind] ?? 0);
      return;
    }
    const group = this.#groupOf(number);
    const hour = run.span.from - (run.span.from % HOUR_SECONDS);
    group.callCount += to - from;
    group.lastHour = Math.max(group.lastHour, hour);
    count(group.routes, this.#names.routeOf[kind] ?? 0, to - from);
    if (run.user !== MIXED) count(group.users, run.user, to - from);
    else for (let place = from; place < to; place += 1) count(group.users, userOf(run, place), 1);
    if (this.#partOf === undefined) count(group.parts, hour, to - from);
    else for (let place = from; place < to; place += 1) count(group.parts, this.#partOf(run.secondAt(place)), 1);
  }

  /** Adds what another one counted. */
  add(other: GroupSink): void {
    this.ungroupedCount += other.ungroupedCount;
    for (const [number, counts] of other.groups) {
      const group = this.#groupOf(number);
      group.callCount += counts.callCount;
      group.lastHour = Math.max(group.lastHour, counts.lastHour);
      for (const field of ['users', 'routes', 'parts'] as const) {
        for (const [key, calls] of counts[field]) count(group[field], key, calls);
      }
    }
  }

  #groupOf(number: number): GroupCounts {
    const known = this.groups.get(number);
    if (known !== undefined) return known;
    const group = { callCount: 0, users: new Map(), routes: new Map(), parts: new Map(), lastHour: 0 };
    this.groups.set(number, group);
    return group;
  }
}

/** Finds the second of the last call of each group among those of its last hour. */
export class LastCallSink implements RunSink {
  readonly needsTimes = false;
  readonly seconds = new Map<number, number>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  needsSeconds(): boolean {
    return true;
  }

  addRun(run: CallRun): void {
    const group = this.#names.groupOf[run.kind] ?? NO_GROUP;
    const second = run.secondAt(run.to - 1);
    if (group !== NO_GROUP && second > (this.seconds.get(group) ?? 0)) this.seconds.set(group, second);
  }
}

function count(counts: Map<number, number>, key: number, calls: number): void {
  counts.set(key, (counts.get(key) ?? 0) + calls);
}
