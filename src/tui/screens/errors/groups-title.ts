import type { GroupPage } from '../../../model/error-group.ts';
import { formatCount } from '../../../text/format.ts';
import type { Segment } from '../../theme/segments.ts';

/** From this width of the screen on the title says in words which calls are in no group. */
const wideTitle = 100;

/** `1,846 in 11 groups`: the failed calls that fit and are in groups; nothing while that is not known. */
export function countWords(page: GroupPage | undefined): string {
  if (page === undefined) return '';
  const { callCount, ungroupedCount, total } = page;
  return `   ${formatCount(callCount - ungroupedCount)} in ${formatCount(total)} ${total === 1 ? 'group' : 'groups'}`;
}

/** Limits of what the list shows: hidden groups, how far the history is known, and how many calls are in no group. */
export function limitWords(page: GroupPage, width: number): readonly Segment[] {
  const { historyShare, ungroupedCount, ignoredCount } = page;
  const calls = `${formatCount(ungroupedCount)} ${ungroupedCount === 1 ? 'call' : 'calls'}`;
  return [
    ...said(ignoredCount > 0, `${formatCount(ignoredCount)} ignored`, 'muted'),
    ...said(historyShare < 1, `history ${Math.floor(historyShare * 100)} %`, 'accent'),
    ...said(ungroupedCount > 0, `${calls} in ${width < wideTitle ? 'no group' : 'too many different groups'}`, 'warn'),
  ];
}

/** Says why no group is listed though calls failed, and how to see them; undefined if none failed. */
export function noGroupWords({ ignoredCount, ungroupedCount }: GroupPage): readonly Segment[] | undefined {
  if (ignoredCount > 0) return toldKey('All groups that match are ignored. ', '/', ' with is:ignored shows them.');
  if (ungroupedCount === 0) return undefined;
  return toldKey('The messages differ too much to group them. ', 'o', ' lists the calls one by one.');
}

function toldKey(before: string, key: string, after: string): readonly Segment[] {
  return [
    { text: before, tone: 'muted' },
    { text: key, tone: 'accent', bold: true },
    { text: after, tone: 'muted' },
  ];
}

function said(isSo: boolean, text: string, tone: 'muted' | 'accent' | 'warn'): readonly Segment[] {
  return isSo ? [{ text: `   ${text}`, tone }] : [];
}
