import type { GroupColumns, GroupFinder } from '../../filter/group-of.ts';
import { hourOf } from '../../insight/hour-counts.ts';
import type { GroupId } from '../../model/error-group.ts';
import type { GroupHistory, GroupName } from './call-sums.ts';
import { MOST_GROUPS, nameOfGroup } from './group-name.ts';

interface Past {
  newest: { readonly second: number; readonly id: number | bigint; readonly call: GroupColumns };
  firstSecond: number;
  readonly hours: Map<number, number>;
}

/** Failed calls of one hour with the same columns. */
export interface PastCalls {
  /** Id and second of the newest. */
  readonly id: number | bigint;
  readonly second: number;
  readonly call: GroupColumns;
  /** Second of the oldest, which is `second` unless given. */
  readonly firstSecond?: number;
  /** 1 unless given. */
  readonly callCount?: number;
}

/** The calls of each group over all time, hour by hour, and what its newest call says. */
export class GroupPasts {
  readonly #find: GroupFinder;
  readonly #pasts = new Map<GroupId, Past>();
  readonly #callsByHour = new Map<number, number>();

  constructor(find: GroupFinder) {
    this.#find = find;
  }

  /** Adds failed calls. */
  add({ id, second, call, firstSecond = second, callCount = 1 }: PastCalls): void {
    const group = this.#find(call);
    const past = group === undefined ? undefined : (this.#pasts.get(group) ?? this.#begin(group, { second, id, call }));
    if (past === undefined) return;
    const hour = hourOf(second);
    past.hours.set(hour, (past.hours.get(hour) ?? 0) + callCount);
    past.firstSecond = Math.min(past.firstSecond, firstSecond);
    const { newest } = past;
    if (second > newest.second || (second === newest.second && id > newest.id)) past.newest = { second, id, call };
  }

  /** Adds how many calls of any kind there were in an hour. */
  addHour(hourSecond: number, callCount: number): void {
    this.#callsByHour.set(hourSecond, (this.#callsByHour.get(hourSecond) ?? 0) + callCount);
  }

  /** Name of a group that has calls. */
  readonly nameOf = (id: GroupId): GroupName | undefined => {
    const past = this.#pasts.get(id);
    return past && nameOfGroup(id, past.newest.call);
  };

  /** The same as it is now, which can be added to. */
  copy(): GroupPasts {
    const copy = new GroupPasts(this.#find);
    for (const [id, past] of this.#pasts) copy.#pasts.set(id, { ...past, hours: new Map(past.hours) });
    for (const [hour, callCount] of this.#callsByHour) copy.#callsByHour.set(hour, callCount);
    return copy;
  }

  /** The past of all groups of a log that begins at a time. */
  historyFrom(earliest: Date | null): GroupHistory {
    const groups = [...this.#pasts].map(([id, { firstSecond, newest, hours }]) => {
      const inOrder = [...hours].sort(([one], [other]) => one - other);
      return [id, { firstSecond, lastSecond: newest.second, hours: inOrder }] as const;
    });
    const earliestSecond = earliest && hourOf(earliest.getTime() / 1000);
    return { groups: new Map(groups), callsByHour: this.#callsByHour, earliestSecond, share: 1 };
  }

  #begin(group: GroupId, newest: Past['newest']): Past | undefined {
    if (this.#pasts.size >= MOST_GROUPS) return undefined;
    const past = { newest, firstSecond: newest.second, hours: new Map() };
    this.#pasts.set(group, past);
    return past;
  }
}
