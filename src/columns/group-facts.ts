import type { ErrorGroup } from '../model/error-group.ts';
import {
  formatBriefInstant,
  formatCompact,
  formatWholeShare,
  IN_THE_FUTURE,
  isInFuture,
  NONE,
} from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import type { Cell, CellContext } from './column.ts';

/** Cells of a time without its seconds where it is of another day. */
const BRIEF_TIME = 12;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Names and notes are told up to this many cells. */
const LONGEST_NAME = 32;
const LONGEST_NOTE = 60;

/** Average number of calls of a group in words: `6 an hour`, `3 a day`; a dash if none came in the last week. */
export function usualText(perHour: number): string {
  if (!(perHour > 0)) return NONE;
  if (Math.round(perHour) >= 1) return `${formatCompact(Math.round(perHour))} an hour`;
  return Math.round(perHour * 24) >= 1 ? `${Math.round(perHour * 24)} a day` : '<1 a day';
}

/** The knowledge about a list of groups that decides what can be said of one. */
export interface GroupFactContext extends Pick<CellContext, 'now' | 'utc'> {
  /** True if all of the log is known: the first call is the first ever. */
  readonly isWhole: boolean;
  /** True if the window is over: its last call may not be the last ever. */
  readonly isPast: boolean;
}

/** The facts about one group that a list has no room for, the most important first. */
export function groupFacts(group: ErrorGroup, { now, utc, isWhole, isPast }: GroupFactContext): readonly Cell[] {
  const { triage, topUser, topUserShare } = group;
  const at = (time: Date | null) => formatBriefInstant(time, { now, utc }, BRIEF_TIME);
  const seen = (words: string, time: Date | null): Cell | undefined => {
    if (time === null) return undefined;
    return isInFuture(time, now)
      ? { text: `${words} ${at(time)} ${IN_THE_FUTURE}`, tone: 'warn' }
      : { text: `${words} ${at(time)}` };
  };
  const facts: (Cell | undefined)[] = [
    seen(isWhole ? 'first' : 'first known', group.firstSeenAt),
    seen(isPast ? 'last in the window' : 'last', group.lastSeenAt),
    triage.resolvedAt ? { text: `resolved ${at(triage.resolvedAt)}`, tone: 'good' } : undefined,
    triage.ignoredAt ? { text: `ignored since ${at(triage.ignoredAt)}` } : undefined,
    triage.note === ''
      ? undefined
      : { text: `“${truncate(printable(triage.note, LONGEST_NOTE), LONGEST_NOTE)}”`, tone: 'accent' },
    topUser === ''
      ? undefined
      : { text: `${formatWholeShare(topUserShare)} ${truncate(printable(topUser, LONGEST_NAME), LONGEST_NAME)}` },
    usualFact(group, { now, isWhole, isPast }),
  ];
  return facts.filter((fact) => fact !== undefined);
}

// The running hour is not in the average: a group may have come just now, and never before.
function usualFact(
  { usualPerHour, firstSeenAt, lastSeenAt }: ErrorGroup,
  { now, isWhole, isPast }: Pick<GroupFactContext, 'now' | 'isWhole' | 'isPast'>,
): Cell | undefined {
  // Nothing is usual yet for what is not a day old.
  if (isWhole && firstSeenAt !== null && now.getTime() - firstSeenAt.getTime() < DAY_MS) return undefined;
  if (usualPerHour > 0) return { text: `usually ${usualText(usualPerHour)}` };
  const isSilent = lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() > WEEK_MS;
  return isSilent && !isPast ? { text: 'none in the last 7 d' } : undefined;
}
