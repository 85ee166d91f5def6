import type { GroupHistory, GroupPast } from '../answers/call-sums.ts';
import type { Span } from '../answers/spans.ts';
import { BlockScan } from './block-scan.ts';
import type { Blocks } from './blocks.ts';
import { ByteReader, DamagedIndexError } from './bytes.ts';
import { NO_GROUP } from './group-names.ts';
import { GroupSink } from './group-sink.ts';
import type { IndexTables } from './index-tables.ts';
import type { Names } from './names.ts';
import type { Reach } from './reach.ts';
import { HOUR_SECONDS } from './seconds.ts';
import type { Tail } from './tail.ts';

// Calls are still expected in the last hours.
const YOUNG_SECONDS = 3 * HOUR_SECONDS;

/** The calls of hours, of all and of each group by its number, hour by hour. */
interface HourlyCalls {
  readonly all: Map<number, number>;
  readonly groups: Map<number, [hour: number, callCount: number][]>;
}

/** Content of the index, as it is at the moment. */
interface Held {
  readonly tables: IndexTables;
  readonly blocks: Blocks;
  readonly names: Names;
  readonly reach: Reach;
}

/** Keeps how often each group was called in each hour of the past, so that only the last hours are read again. */
export class GroupTimesKeeper {
  readonly #held: Held;
  #settled: (HourlyCalls & { readonly stamp: string }) | undefined;

  constructor(held: Held) {
    this.#held = held;
  }

  /** The calls of all groups over all time, those of the tail too. */
  history(tail: Tail, share: number): GroupHistory {
    const { names, tables, reach } = this.#held;
    const youngFrom = Math.max(0, tables.checked.end - YOUNG_SECONDS);
    const settled = this.#settledBefore(youngFrom);
    const young = this.#read({ from: youngFrom, until: Number.MAX_SAFE_INTEGER });
    this.#addTail(young, tail);
    const groups = new Map<string, GroupPast>();
    for (const [number, { id, first, last }] of names.groups.list.entries()) {
      const hours = [...(settled.groups.get(number) ?? []), ...(young.groups.get(number) ?? [])];
      if (hours.length > 0) groups.set(id, { firstSecond: first, lastSecond: last, hours: merged(hours) });
    }
    const callsByHour = new Map(settled.all);
    for (const [hour, calls] of young.all) callsByHour.set(hour, (callsByHour.get(hour) ?? 0) + calls);
    const [first] = callsByHour.keys();
    // As long as no hour is known, the frontier lies behind all times.
    const earliestSecond = share === 0 ? null : reach.frontier > 0 ? reach.frontier : (first ?? null);
    return { groups, callsByHour, share, earliestSecond };
  }

  #settledBefore(until: number): HourlyCalls {
    const stamp = this.#held.blocks.stampOf({ from: 0, until });
    if (this.#settled?.stamp !== stamp) this.#settled = { stamp, ...this.#read({ from: 0, until }) };
    return this.#settled;
  }

  #read(span: Span): HourlyCalls {
    const { groupOf } = this.#held.names;
    const read: HourlyCalls = { all: new Map(), groups: new Map() };
    for (const [start, kinds] of this.#held.tables.hoursOf('kinds', span)) {
      const reader = new ByteReader(kinds);
      const ofHour = new Map<number, number>();
      let all = 0;
      while (!reader.isDone) {
        const group = groupOf[reader.varint()];
        if (group === undefined) throw new DamagedIndexError();
        const calls = reader.varint();
        all += calls;
        if (group !== NO_GROUP) ofHour.set(group, (ofHour.get(group) ?? 0) + calls);
      }
      read.all.set(start, all);
      for (const [group, calls] of ofHour) add(read.groups, group, start, calls);
    }
    return read;
  }

  #addTail({ all, groups }: HourlyCalls, { blocks }: Tail): void {
    for (const block of blocks) {
      all.set(block.start, (all.get(block.start) ?? 0) + block.calls);
      const sink = new GroupSink(this.#held.names);
      new BlockScan({ span: { from: block.start, until: block.until }, verdicts: undefined }, [sink]).visit(block);
      for (const [group, { callCount }] of sink.groups) add(groups, group, block.start, callCount);
    }
  }
}

function add(groups: HourlyCalls['groups'], group: number, hour: number, calls: number): void {
  const hours = groups.get(group) ?? [];
  groups.set(group, hours);
  hours.push([hour, calls]);
}

/** Hours in their order, each once. */
function merged(hours: readonly (readonly [hour: number, callCount: number])[]): GroupPast['hours'] {
  const isInOrder = hours.every(([hour], index) => index === 0 || hour > (hours[index - 1]?.[0] ?? 0));
  if (isInOrder) return hours;
  const sums = new Map<number, number>();
  for (const [hour, calls] of hours) sums.set(hour, (sums.get(hour) ?? 0) + calls);
  return [...sums].sort(([one], [other]) => one - other);
}
