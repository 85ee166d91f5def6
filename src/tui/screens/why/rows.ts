import type { CellContext } from '../../../columns/column.ts';
import { placeColumns } from '../../../columns/place.ts';
import { alsoWords, missingWords, whyColumns, whyLineWords } from '../../../columns/why.ts';
import type { CallWhy, FilteredWhyLine } from '../../../model/call-why.ts';
import { printable } from '../../../text/printable.ts';
import { verdictWords } from '../../../text/why-words.ts';
import { cellWidth } from '../../../text/width.ts';
import { paintHeading, paintRow } from '../../list/table.ts';
import { paintLine, type Segment, wrapSegments } from '../../theme/segments.ts';
import type { Theme } from '../../theme/theme.ts';

const margin = 3;
const gap = 2;
/** Up to this share of the width, what a line says is worth more than bars. */
const shareOfWords = 0.4;
const labelWidth = 8;
const mostDetailLines = 3;

/** Room and style of the table. */
export interface TableRoom {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly context: CellContext;
  readonly selectedIndex: number;
}

/** A painted line, and the index of the line of the answer that it shows. */
export interface WhyRow {
  readonly text: string;
  readonly index?: number;
}

/** The painted lines of an answer: causes, below them what follows from a cause, and what is missing; the selected one is in sight. */
export function whyRows(answer: CallWhy, room: TableRoom): readonly WhyRow[] {
  if (answer.lines.length === 0) return verdictLines(answer, room);
  const { theme, width, height, context, selectedIndex } = room;
  const widest = Math.max(...answer.lines.map((line) => cellWidth(whyLineWords(line, context))));
  const placed = placeColumns(whyColumns, width - margin - 1, gap, ({ id, minWidth }) =>
    id === 'what'
      ? { naturalWidth: widest, minWidth: Math.max(minWidth, Math.min(widest, Math.floor(width * shareOfWords))) }
      : {},
  );
  const rows = bodyRows(answer, room, (line, index) =>
    paintRow(line, placed, { theme, width, context, isSelected: index === selectedIndex }),
  );
  const shown = Math.max(0, height - 1);
  const at = rows.findIndex(({ index }) => index === selectedIndex);
  const top = Math.max(0, Math.min(rows.length - shown, at - shown + 1));
  return [{ text: paintHeading(theme, width, placed, null) }, ...rows.slice(top, top + shown)];
}

function bodyRows(
  { lines, missing }: CallWhy,
  { theme, width, context }: TableRoom,
  paint: (line: FilteredWhyLine, index: number) => string,
): readonly WhyRow[] {
  const said = (...segments: readonly Segment[]): WhyRow => ({
    text: paintLine(theme, width, [{ text: '   ' }, ...segments]),
  });
  const rows = lines.map((line, index): WhyRow => ({ text: paint(line, index), index }));
  const causeCount = lines.filter(({ isEffect }) => !isEffect).length;
  const effects = rows.slice(causeCount);
  return [
    ...(causeCount === 0 ? [said({ text: 'No cause stands out.' })] : rows.slice(0, causeCount)),
    ...(effects.length === 0 ? [] : [said(), said({ text: 'also different', tone: 'muted' }), ...effects]),
    ...(missing.length === 0
      ? []
      : [said(), said({ text: 'missing here: ', tone: 'muted' }, { text: missingWords(missing, context) })]),
  ];
}

/** Details of the selected line below the table: the filter of its calls, and what holds for the same calls. */
export function detailLines(
  line: FilteredWhyLine,
  context: CellContext,
  width: number,
): readonly (readonly Segment[])[] {
  const also = alsoWords(line, context);
  const filter: Segment =
    line.filter === null
      ? { text: 'filters have no words for it', tone: 'muted' }
      : { text: printable(line.filter, 300), tone: 'accent' };
  return [...(also === '' ? [] : labelled('also', [{ text: also }], width)), ...labelled('filter', [filter], width)];
}

function labelled(label: string, segments: readonly Segment[], width: number): readonly (readonly Segment[])[] {
  return wrapSegments(segments, width - margin - labelWidth - 1)
    .slice(0, mostDetailLines)
    .map((line, place) => [
      { text: `${' '.repeat(margin)}${(place === 0 ? label : '').padEnd(labelWidth)}`, tone: 'muted' },
      ...line,
    ]);
}

function verdictLines(answer: CallWhy, { theme, width, height }: TableRoom): readonly WhyRow[] {
  const words = verdictWords(answer);
  if (words === undefined || (!answer.progress.isComplete && answer.verdict !== 'too few')) return [];
  const [reason, next] = words;
  const lines = [{ text: reason }, { text: next, tone: 'muted' } as const].flatMap((segment) =>
    wrapSegments([segment], width - margin - 1),
  );
  return lines
    .slice(0, height)
    .map((line) => ({ text: paintLine(theme, width, [{ text: ' '.repeat(margin) }, ...line]) }));
}
