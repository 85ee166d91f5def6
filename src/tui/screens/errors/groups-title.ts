import type { GroupPage } from '../../../model/error-group.ts';
import { formatCount } from '../../../text/format.ts';
import type { Segment } from '../../theme/segments.ts';

/** From this width of the screen on the title says in words which calls are in no group. */
const wideTitle = 100;

/** `1,846 in 11 groups`: the failed calls that fit, and the groups they are in; nothing while that is not known. */
export function countWords(page: GroupPage | undefined): string {
  if (page === undefined) return '';
  const { callCount, total } = page;
  return `   ${formatCount(callCount)} in ${formatCount(total)} ${total === 1 ? 'group' : 'groups'}`;
}

/** Number of groups of the window that are hidden; 0 where a filter leaves out others, too. */
export function ignoredCount(page: GroupPage | undefined, filter: string): number {
  return page && filter === '' ? page.unfilteredTotal - page.total : 0;
}

/** Limits of what the list shows: hidden groups, how far the history is known, and how many calls are in no group. */
export function limitWords(page: GroupPage, filter: string, width: number): readonly Segment[] {
  const { historyShare, ungroupedCount } = page;
  const ignored = ignoredCount(page, filter);
  const calls = `${formatCount(ungroupedCount)} ${ungroupedCount === 1 ? 'call' : 'calls'}`;
  return [
    ...said(ignored > 0, `${formatCount(ignored)} ignored`, 'muted'),
    ...said(historyShare < 1, `history ${Math.floor(historyShare * 100)} %`, 'accent'),
    ...said(ungroupedCount > 0, `${calls} in ${width < wideTitle ? 'no group' : 'too many different groups'}`, 'warn'),
  ];
}

/** Explains why the list is empty, and which key comes next. */
export function emptyWords(page: GroupPage | undefined, filter: string, windowPhrase: string) {
  return ignoredCount(page, filter) > 0
    ? { text: 'All groups of this window are ignored.', key: '/', what: 'with is:ignored shows them' }
    : { text: `No call failed ${windowPhrase}.`, key: 't', what: 'picks another window' };
}

function said(isSo: boolean, text: string, tone: 'muted' | 'accent' | 'warn'): readonly Segment[] {
  return isSo ? [{ text: `   ${text}`, tone }] : [];
}
