import type { Completion } from '../../filter/complete.ts';
import type { FilterFault } from '../../filter/fault.ts';
import { formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { cellWidth, pad, truncate } from '../../text/width.ts';
import { type Hint, hintSegments } from '../components/hints.ts';
import type { Segment } from '../theme/segments.ts';

const mostCompletions = 8;
const indent = 3;
const labelWidth = 44;
const minLabelWidth = 12;
const countWidth = 9;

/** The fault of a filter with a caret below its place; behind a long line the caret stands at its end. */
export function faultLine(text: string, { at, message, suggestion }: FilterFault, width: number): readonly Segment[] {
  const hint = suggestion === undefined ? '' : ' Tab takes it.';
  const words = `${message}${hint}`;
  const place = indent + cellWidth(printable(text.slice(0, at)));
  // The sentence goes to the left of the caret if there is no room at its right.
  if (place + 2 + cellWidth(words) <= width) {
    return [
      { text: `${' '.repeat(place)}▲ `, tone: 'bad' },
      { text: words, tone: 'bad' },
    ];
  }
  if (place > cellWidth(words) + 1 && place < width) {
    return [{ text: `${' '.repeat(place - cellWidth(words) - 1)}${words} ▲`, tone: 'bad' }];
  }
  return [{ text: `   ${words}`, tone: 'bad' }];
}

/** The keys that work while a filter is typed. */
export function hintLine(text: string, width: number): readonly Segment[] {
  const keys: readonly Hint[] = [
    ['⏎', 'applies', 'apply'],
    ['Esc', 'leaves it as it was', 'leave'],
    ['Tab', 'completes', 'complete'],
    ['↑↓', text === '' ? 'earlier filters' : 'choose', text === '' ? 'earlier' : 'choose'],
  ];
  return [{ text: ' '.repeat(indent) }, ...hintSegments(keys, width - indent)];
}

/** The completions around the chosen one, each on its line. */
export function completionLines(
  completions: readonly Completion[],
  chosen: number | null,
  {
    room,
    width,
    onClick,
  }: { readonly room: number; readonly width: number; readonly onClick: (completion: Completion) => void },
): readonly (readonly Segment[])[] {
  const count = Math.max(0, Math.min(mostCompletions, room));
  const first = Math.max(0, Math.min((chosen ?? 0) - count + 1, completions.length - count));
  // Numbers of calls take little room; what fields take needs what their names leave.
  const hasNotes = completions.some(({ callCount }) => callCount === null);
  const wanted = hasNotes
    ? 2 + Math.max(minLabelWidth, ...completions.map(({ label }) => cellWidth(label)))
    : labelWidth;
  return completions.slice(first, first + count).map((completion, place) => {
    const isChosen = first + place === chosen;
    const { label, callCount, note } = completion;
    const spare = Math.max(minLabelWidth, width - indent - countWidth - ' calls'.length - 1);
    const labelRoom = Math.min(labelWidth, wanted, spare);
    const name = pad(truncate(printable(label, 200), labelRoom), labelRoom, 'left');
    const click = () => onClick(completion);
    return [
      {
        text: `${isChosen ? ' ❯ ' : '   '}${name}`,
        tone: isChosen ? 'accent' : 'plain',
        selected: isChosen,
        onClick: click,
      },
      {
        text: callCount === null ? '' : pad(formatCount(callCount), countWidth, 'right'),
        tone: 'strong',
        onClick: click,
      },
      {
        text: callCount === null ? ` ${note.replaceAll('`', '')}` : callCount === 1 ? ' call' : ' calls',
        tone: 'muted',
        onClick: click,
      },
    ];
  });
}
