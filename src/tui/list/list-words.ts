import type { Live } from '../../live/live-query.ts';
import { errorText } from '../../text/error-text.ts';
import { formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { cellWidth } from '../../text/width.ts';
import { type Segment, segmentsWidth } from '../theme/segments.ts';
import type { ListState } from './list-state.ts';
import type { ShownMarks } from './use-list.ts';

/** `12 / 1,243` and some room, where the list is longer than the screen; else nothing. */
export function listPosition(state: ListState): string {
  return state.total > state.height ? `${formatCount(state.cursor + 1)} / ${formatCount(state.total)}    ` : '';
}

/** The position in a list, and the zone of its times where there is room beside the title. */
export function placeWords(
  state: ListState,
  zone: string,
  { left, width }: { readonly left: readonly Segment[]; readonly width: number },
): readonly Segment[] {
  if (state.total === 0) return [];
  const place = listPosition(state);
  const text = [`${place}${zone} `, place].find((form) => segmentsWidth(left) + cellWidth(form) + 2 <= width) ?? '';
  return [{ text, tone: 'muted' }];
}

/** `12 marked`, and how many rows the range has that is being marked; nothing where nothing is. */
export function markWords({ count, range }: ShownMarks): readonly Segment[] {
  const rows = range === null ? 0 : range.to - range.from;
  const words = [
    ...(count > 0 ? [`${formatCount(count)} marked`] : []),
    ...(rows > 0 ? [`a range of ${formatCount(rows)}: v marks it`] : []),
  ];
  return words.length === 0 ? [] : [{ text: `   ${words.join(' · ')}`, tone: 'second', bold: true }];
}

/** Explains an empty list and names the next key: Esc clears a typed filter, or leaves a screen opened with it. */
export function listWord(
  live: Live<unknown>,
  { filter, formerFilter }: { readonly filter: string; readonly formerFilter: string },
  noun: string,
  empty: { readonly text: string; readonly key: string; readonly what: string },
): readonly Segment[] {
  if (live.error && live.data === undefined)
    return [{ text: `Cannot read the database: ${errorText(live.error)}`, tone: 'bad' }];
  if (live.data === undefined) return [{ text: live.isReading ? 'Reading …' : '', tone: 'muted' }];
  const key = filter ? 'Esc' : empty.key;
  const next = filter === formerFilter ? 'goes back' : formerFilter ? 'clears what was typed' : 'clears the filter';
  return [
    { text: filter ? `No ${noun} matches “${printable(filter, 200)}”. ` : `${empty.text} `, tone: 'muted' },
    { text: key, tone: 'accent', bold: true },
    { text: ` ${filter ? next : empty.what}.`, tone: 'muted' },
  ];
}
