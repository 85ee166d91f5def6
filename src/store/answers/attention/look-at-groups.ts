import { type GroupFacts, groupLine, wantedState } from '../../../insight/attention/group-lines.ts';
import { stateOf } from '../../../insight/group-states.ts';
import { HOUR } from '../../../insight/hour-counts.ts';
import type { AttentionLine } from '../../../model/attention.ts';
import type { CallSums, GroupPast, GroupSums } from '../call-sums.ts';
import { dateOf, toErrorGroups } from '../group-records.ts';
import { type GroupStates, readGroupStates } from '../group-states.ts';
import type { TriageBook } from '../triage-book.ts';
import type { AttentionFeed } from './attention-feed.ts';
import { hoursUntil } from './hour-slices.ts';

const HOURS = 24;
const MOST_GROUPS = 50;
const SILENT_SECONDS = 7 * 24 * HOUR;

/** Findings about the groups of failed calls, and the log as far as their history shows it. */
export interface GroupLook {
  readonly lines: readonly AttentionLine[];
  readonly groupCount: number;
  readonly historyShare: number;
  /** Time from which on the log is known. */
  readonly historyFrom: Date | null;
  /** Calls of the last 7 days. */
  readonly weekCount: number;
}

/** Sources of groups. */
export interface GroupLookSources {
  readonly sums: Pick<CallSums, 'groups' | 'groupHistory'>;
  readonly triage: TriageBook;
  readonly feed: Pick<AttentionFeed, 'nameUsers'>;
}

/** Looks at the groups of the failed calls of the last 24 hours: the same states as in the list of groups and in filters. */
export async function lookAtGroups(sources: GroupLookSources, at: Date): Promise<GroupLook> {
  const window = hoursUntil(at, HOURS);
  const { groups } = await sources.sums.groups(window, { bucketCount: 1, ...window }, {});
  const states = await readGroupStates(sources, at);
  const wanted = groups
    .filter(({ group }) => wantedState(stateIn(group.id, states)) !== undefined)
    .toSorted((one, other) => other.callCount - one.callCount)
    .slice(0, MOST_GROUPS);
  const records = await toErrorGroups(wanted, states, sources.feed.nameUsers);
  const facts = records.map((group): GroupFacts => ({ group, since: sinceOf(group.id, states), window }));
  const { history } = states;
  return {
    lines: facts.flatMap((of) => groupLine(of) ?? []),
    groupCount: groups.length,
    historyShare: history.share,
    historyFrom: dateOf(history.earliestSecond),
    weekCount: countBetween(history.callsByHour, at.getTime() / 1000 - SILENT_SECONDS, at.getTime() / 1000),
  };
}

function stateIn(id: GroupSums['group']['id'], states: GroupStates) {
  const { signs, isRegressed } = states.of(id);
  return stateOf(signs, { isRegressed, isInWindow: true });
}

/** Time since when a group is in its state: its rise, its return, or its first call. */
function sinceOf(id: string, states: GroupStates): Date | null {
  const { signs, isRegressed, triage } = states.of(id);
  const past = states.history.groups.get(id);
  if (past === undefined) return null;
  if (isRegressed) return dateOf(returnOf(past, triage.resolvedAt));
  return dateOf(signs.rise?.kind === 'rising' ? signs.rise.sinceSecond : past.firstSecond);
}

/** The hour in which a group came back: the first one after it was resolved, or after its last long silence. */
function returnOf({ hours, lastSecond }: GroupPast, resolvedAt: Date | null): number {
  const seconds = hours.map(([hour]) => hour);
  if (resolvedAt !== null) {
    const resolved = resolvedAt.getTime() / 1000;
    const first = seconds.find((hour) => hour + HOUR > resolved);
    return first === undefined ? lastSecond : Math.max(first, resolved);
  }
  const place = seconds.findLastIndex((hour, index) => hour - (seconds[index - 1] ?? hour) >= SILENT_SECONDS);
  return seconds[place] ?? lastSecond;
}

function countBetween(callsByHour: ReadonlyMap<number, number>, from: number, until: number): number {
  let count = 0;
  for (const [hour, calls] of callsByHour) if (hour >= from - HOUR && hour < until) count += calls;
  return count;
}
