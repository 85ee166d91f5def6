import type { GroupColumns, GroupFinder } from '../../../filter/group-of.ts';
import { hourOf } from '../../../insight/hour-counts.ts';
import type { GroupId } from '../../../model/error-group.ts';
import type { GroupHistory, GroupName } from '../../answers/call-sums.ts';
import { MOST_GROUPS, nameOfGroup } from '../../answers/group-name.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';

interface Past {
  newest: { readonly second: number; readonly id: number | bigint; readonly call: GroupColumns };
  firstSecond: number;
  readonly hours: Map<number, number>;
}

/** The calls of each group over all time, hour by hour, and what its newest call says. */
export class GroupPasts {
  readonly #find: GroupFinder;
  readonly #pasts = new Map<GroupId, Past>();
  readonly #callsByHour = new Map<number, number>();

  constructor(find: GroupFinder) {
    this.#find = find;
  }

  /** Adds a failed call. */
  add(id: number | bigint, second: number, call: GroupColumns): void {
    const group = this.#find(call);
    const past = group === undefined ? undefined : (this.#pasts.get(group) ?? this.#begin(group, { second, id, call }));
    if (past === undefined) return;
    const hour = hourOf(second);
    past.hours.set(hour, (past.hours.get(hour) ?? 0) + 1);
    past.firstSecond = Math.min(past.firstSecond, second);
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

  /** The past of all groups of a log whose earliest time is a text. */
  historyFrom(earliestTime: unknown): GroupHistory {
    const groups = [...this.#pasts].map(([id, { firstSecond, newest, hours }]) => {
      const inOrder = [...hours].sort(([one], [other]) => one - other);
      return [id, { firstSecond, lastSecond: newest.second, hours: inOrder }] as const;
    });
    const earliest = fromTimestamp(earliestTime);
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
