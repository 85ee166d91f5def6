import type { ErrorGroup } from '../model/error-group.ts';
import { formatBriefInstant, formatCompact, formatWholeShare, NONE } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import type { Cell, CellContext } from './column.ts';

/** Cells of a time without its seconds where it is of another day. */
const BRIEF_TIME = 12;
/** Names and notes are told up to this many cells. */
const LONGEST_NAME = 32;
const LONGEST_NOTE = 60;

/** Average number of calls of a group in words: `6 an hour`, `3 a day`; a dash if none came in the last week. */
export function usualText(perHour: number): string {
  if (!(perHour > 0)) return NONE;
  if (Math.round(perHour) >= 1) return `${formatCompact(Math.round(perHour))} an hour`;
  return Math.round(perHour * 24) >= 1 ? `${Math.round(perHour * 24)} a day` : '<1 a day';
}

/**
 * The facts about one group that a list has no room for, the most important first. While the history is not whole, its first call
 * is only the first that is known.
 */
export function groupFacts(
  group: ErrorGroup,
  { now, utc, isWhole }: Pick<CellContext, 'now' | 'utc'> & { readonly isWhole: boolean },
): readonly Cell[] {
  const { triage, topUser, topUserShare, usualPerHour } = group;
  const at = (time: Date | null) => formatBriefInstant(time, { now, utc }, BRIEF_TIME);
  const facts: (Cell | undefined)[] = [
    group.firstSeenAt ? { text: `first${isWhole ? '' : ' known'} ${at(group.firstSeenAt)}` } : undefined,
    group.lastSeenAt ? { text: `last ${at(group.lastSeenAt)}` } : undefined,
    triage.resolvedAt ? { text: `resolved ${at(triage.resolvedAt)}`, tone: 'good' } : undefined,
    triage.ignoredAt ? { text: `ignored since ${at(triage.ignoredAt)}` } : undefined,
    triage.note === ''
      ? undefined
      : { text: `“${truncate(printable(triage.note, LONGEST_NOTE), LONGEST_NOTE)}”`, tone: 'accent' },
    topUser === ''
      ? undefined
      : { text: `${formatWholeShare(topUserShare)} ${truncate(printable(topUser, LONGEST_NAME), LONGEST_NAME)}` },
    { text: usualPerHour > 0 ? `usually ${usualText(usualPerHour)}` : 'none in the last 7 d' },
  ];
  return facts.filter((fact) => fact !== undefined);
}
