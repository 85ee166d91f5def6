import { stateOf } from '../../insight/group-states.ts';
import { type ErrorGroup, GROUP_STATES, type GroupSort, type GroupState } from '../../model/error-group.ts';
import { isSettled } from '../../model/group-state.ts';
import type { Id } from '../../model/id.ts';
import type { GroupSums } from './call-sums.ts';
import { compareIds } from './compare-ids.ts';
import type { GroupStates } from './group-states.ts';
import type { SortKey } from './pages.ts';

// More than any group has calls, and few enough for a sum with it to be exact.
const BEYOND_ALL_COUNTS = 2 ** 40;

/** Makes the records of groups. `nameUsers` names users by their ids. */
export async function toErrorGroups(
  groups: readonly GroupSums[],
  states: GroupStates,
  nameUsers: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, string>>,
): Promise<readonly ErrorGroup[]> {
  const topUsers = groups.map(({ users }) => topOf(users, compareIds));
  const names = await nameUsers(topUsers.flatMap((top) => top?.key ?? []));
  return groups.map((sums, place) => {
    const top = topUsers[place];
    const topUser = top === undefined ? '' : (names.get(top.key) ?? `#${top.key}`);
    return { ...toRecord(sums, states), topUser, topUserShare: (top?.callCount ?? 0) / Math.max(1, sums.callCount) };
  });
}

/** Returns what groups are sorted by. */
export function sortKeyOf(sort: GroupSort, states: GroupStates): (sums: GroupSums) => SortKey {
  switch (sort) {
    case 'state':
      return (sums) => rankOf(sums, states) * BEYOND_ALL_COUNTS - sums.callCount;
    case 'count':
      return ({ callCount }) => callCount;
    case 'users':
      return ({ users }) => users.size;
    case 'last':
      return ({ lastSecond }) => lastSecond;
    case 'first':
      return ({ group }) => states.history.groups.get(group.id)?.firstSecond ?? null;
    case 'status':
      return ({ group }) => group.statusCode;
    case 'message':
      return ({ group }) => group.message?.toLowerCase() ?? null;
  }
}

/** A time of seconds since 1970. */
export function dateOf(second: number | null | undefined): Date | null {
  return second === null || second === undefined ? null : new Date(second * 1000);
}

function toRecord(sums: GroupSums, states: GroupStates): Omit<ErrorGroup, 'topUser' | 'topUserShare'> {
  const { group, callCount, users, routes, trend, lastSecond } = sums;
  const { signs, triage, isResolved, isIgnored } = states.of(group.id);
  const names = namesByCount(routes);
  return {
    ...group,
    state: stateIn(sums, states),
    triage,
    isResolved,
    isIgnored,
    callCount,
    userCount: users.size,
    routes: names,
    topRoute: names[0] ?? '',
    firstSeenAt: dateOf(states.history.groups.get(group.id)?.firstSecond),
    lastSeenAt: dateOf(lastSecond),
    trend,
    usualPerHour: signs.usualPerHour,
  };
}

/** The place of a group's state; those that somebody is done with come last. */
function rankOf(sums: GroupSums, states: GroupStates): number {
  return isSettled(states.of(sums.group.id)) ? GROUP_STATES.length : GROUP_STATES.indexOf(stateIn(sums, states));
}

function stateIn({ group, callCount }: GroupSums, states: GroupStates): GroupState {
  const { signs, isRegressed } = states.of(group.id);
  return stateOf(signs, { isRegressed, isInWindow: callCount > 0 });
}

interface Top<Key> {
  readonly key: Key;
  readonly callCount: number;
}

/** The key with the most calls; ties go to the first in order. */
function topOf<Key>(counts: ReadonlyMap<Key, number>, compare: (one: Key, other: Key) => number): Top<Key> | undefined {
  let top: Top<Key> | undefined;
  for (const [key, callCount] of counts) {
    const isMore = top === undefined || callCount > top.callCount;
    if (isMore || (callCount === top?.callCount && compare(key, top.key) < 0)) top = { key, callCount };
  }
  return top;
}

/** Names with the most calls first, ties by name. */
function namesByCount(counts: ReadonlyMap<string, number>): readonly string[] {
  const byCount = [...counts].toSorted(([one, ofOne], [other, ofOther]) => ofOther - ofOne || compareTexts(one, other));
  return byCount.map(([name]) => name);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : 1;
}
