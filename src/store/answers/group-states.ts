import type { GroupWord } from '../../filter/query.ts';
import { FEWEST_TO_COUNT, type GroupSigns, signsOf } from '../../insight/group-states.ts';
import { HOUR, hourOf, sumBetween } from '../../insight/hour-counts.ts';
import { type GroupId, type GroupTriage, UNDECIDED } from '../../model/error-group.ts';
import type { CallSums, GroupHistory, GroupPast } from './call-sums.ts';
import type { TriageBook } from './triage-book.ts';

/** Sources of the states of groups. */
export interface GroupStateSources {
  readonly sums: Pick<CallSums, 'groups' | 'groupHistory'>;
  readonly triage: TriageBook;
}

/** State of a group, with the decisions about it. */
export interface GroupCondition {
  readonly signs: GroupSigns;
  readonly triage: GroupTriage;
  /** True if it came again after a person resolved it or, if nobody did, after a long silence. */
  readonly isRegressed: boolean;
  readonly isResolved: boolean;
  /** True if a person ignores it, and no rise has begun since. */
  readonly isIgnored: boolean;
}

/** States of all groups at one time. */
export interface GroupStates {
  readonly history: GroupHistory;
  of(id: GroupId): GroupCondition;
}

const NO_PAST: GroupPast = { firstSecond: Number.NEGATIVE_INFINITY, lastSecond: Number.NEGATIVE_INFINITY, hours: [] };

/** Reads the states of all groups. */
export async function readGroupStates({ sums, triage }: GroupStateSources, now: Date): Promise<GroupStates> {
  const history = await sums.groupHistory(now);
  const decisions = triage.all();
  const nowSecond = now.getTime() / 1000;
  const cameAgain = new Set<GroupId>();
  for (const [id, { resolvedAt }] of decisions) {
    const past = history.groups.get(id);
    if (past && resolvedAt && (await hasComeSince(sums, { id, past, resolvedAt, nowSecond }))) cameAgain.add(id);
  }
  const known = new Map<GroupId, GroupCondition>();
  const conditionOf = (id: GroupId): GroupCondition => {
    const decided = decisions.get(id) ?? UNDECIDED;
    const signs = signsOf(history.groups.get(id) ?? NO_PAST, history, nowSecond);
    const { resolvedAt, ignoredAt } = decided;
    const risesAnew = signs.rise?.kind === 'rising' && signs.rise.sinceSecond * 1000 > (ignoredAt?.getTime() ?? 0);
    return {
      signs,
      triage: decided,
      isRegressed: resolvedAt === null ? signs.isBack : cameAgain.has(id),
      isResolved: resolvedAt !== null && !cameAgain.has(id),
      isIgnored: ignoredAt !== null && !risesAnew,
    };
  };
  return {
    history,
    of(id) {
      const condition = known.get(id) ?? conditionOf(id);
      known.set(id, condition);
      return condition;
    },
  };
}

/** Reads the groups in some states at a time; the answer finds those in one of these. */
export async function findGroupsByState(
  sources: GroupStateSources,
  words: readonly GroupWord[],
  now: Date,
): Promise<(word: GroupWord) => ReadonlySet<GroupId>> {
  const isDecided = (word: GroupWord) => word === 'ignored' || word === 'resolved';
  // Reading the past takes time, and mostly nobody decided anything.
  if (words.every(isDecided) && (words.length === 0 || sources.triage.all().size === 0)) return () => new Set();
  const states = await readGroupStates(sources, now);
  const ids = [...states.history.groups.keys()];
  return (word) => new Set(ids.filter((id) => isIn(word, states.of(id))));
}

function isIn(word: GroupWord, { signs, isRegressed, isResolved, isIgnored }: GroupCondition): boolean {
  switch (word) {
    case 'new':
      return signs.isNew;
    case 'rising':
      return signs.rise?.kind === 'rising';
    case 'regressed':
      return isRegressed;
    case 'resolved':
      return isResolved;
    case 'ignored':
      return isIgnored;
  }
}

interface Resolved {
  readonly id: GroupId;
  readonly past: GroupPast;
  readonly resolvedAt: Date;
  readonly nowSecond: number;
}

/** Tells whether a group came at least twice after it was resolved; a call that claims to be of the future tells nothing. */
async function hasComeSince(
  sums: Pick<CallSums, 'groups'>,
  { id, past, resolvedAt, nowSecond }: Resolved,
): Promise<boolean> {
  const second = Math.floor(resolvedAt.getTime() / 1000);
  if (past.lastSecond <= second) return false;
  const hour = hourOf(second);
  const callsBetween = (from: number, to: number) => sumBetween(past.hours, from, to).sum;
  if (callsBetween(hour + HOUR, hourOf(nowSecond)) >= FEWEST_TO_COUNT) return true;
  if (callsBetween(hour, nowSecond + 1) < FEWEST_TO_COUNT) return false;
  // Only the calls themselves tell what of the first and the last hour came after it, and before now.
  const window = { from: new Date((second + 1) * 1000), to: new Date((Math.floor(nowSecond) + 1) * 1000) };
  const plan = { bucketCount: 1, from: window.from, to: window.to };
  const { groups } = await sums.groups(window, plan, { query: { kind: 'groups', prefixes: new Set([id]) } });
  return groups.reduce((sum, { callCount }) => sum + callCount, 0) >= FEWEST_TO_COUNT;
}
