import type { CellContext } from '../../../columns/column.ts';
import { placeColumns } from '../../../columns/place.ts';
import { alsoWords, missingWords, whyColumns, whyLineWords } from '../../../columns/why.ts';
import type { CallWhy, FilteredWhyLine } from '../../../model/call-why.ts';
import { printable } from '../../../text/printable.ts';
import { verdictWords } from '../../../text/why-words.ts';
import { cellWidth } from '../../../text/width.ts';
import { paintHeading, paintRow } from '../../list/table.ts';
import { paintLine, type Segment } from '../../theme/segments.ts';
import type { Theme } from '../../theme/theme.ts';

const margin = 3;
const gap = 2;

/** Room and style of the table. */
export interface TableRoom {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly context: CellContext;
  readonly selectedIndex: number;
}

/** The painted lines of an answer: causes, below them what follows from a cause, and what is missing; the selected one is in sight. */
export function whyRows(answer: CallWhy, room: TableRoom): readonly string[] {
  const { theme, width, height, context, selectedIndex } = room;
  const { lines, missing } = answer;
  if (lines.length === 0) return height > 0 ? verdictLines(answer, room) : [];
  const widest = Math.max(...lines.map((line) => cellWidth(whyLineWords(line, context))));
  const placed = placeColumns(whyColumns, width - margin - 1, gap, ({ id }) =>
    id === 'what' ? { naturalWidth: widest } : {},
  );
  const row = (line: FilteredWhyLine, index: number) =>
    paintRow(line, placed, { theme, width, context, isSelected: index === selectedIndex });
  const causes = lines.filter(({ isEffect }) => !isEffect);
  const effects = lines.filter(({ isEffect }) => isEffect);
  const said = (text: string): string => paintLine(theme, width, [{ text: `   ${text}`, tone: 'muted' }]);
  const rows: readonly string[] = [
    ...(causes.length === 0 ? [said('No cause stands out.')] : causes.map(row)),
    ...(effects.length > 0
      ? ['', said('also different'), ...effects.map((line, index) => row(line, causes.length + index))]
      : []),
    ...(missing.length > 0
      ? [
          '',
          paintLine(theme, width, [
            { text: '   missing here: ', tone: 'muted' },
            { text: missingWords(missing, context) },
          ]),
        ]
      : []),
  ];
  const at = selectedIndex < causes.length ? selectedIndex : selectedIndex + 2 + (causes.length === 0 ? 1 : 0);
  const shown = Math.max(0, height - 1);
  const top = Math.max(0, Math.min(rows.length - shown, at - shown + 1));
  return [paintHeading(theme, width, placed, null), ...rows.slice(top, top + shown)];
}

/** Details of the selected line below the table: the filter of its calls, and what holds for the same calls. */
export function detailLines(
  { filter, ...line }: FilteredWhyLine,
  context: CellContext,
): readonly (readonly Segment[])[] {
  const also = alsoWords({ filter, ...line }, context);
  return [
    [
      { text: '   filter  ', tone: 'muted' },
      filter === null
        ? { text: 'filters have no words for it', tone: 'muted' }
        : { text: printable(filter, 300), tone: 'accent' },
    ],
    also === '' ? [] : [{ text: '   also    ', tone: 'muted' }, { text: also }],
  ];
}

function verdictLines(answer: CallWhy, { theme, width }: TableRoom): readonly string[] {
  const words = verdictWords(answer);
  if (words === undefined || (!answer.progress.isComplete && answer.verdict !== 'too few')) return [];
  const [reason, next] = words;
  return [
    '',
    ...[{ text: reason }, { text: next, tone: 'muted' } as const].map(({ text, ...style }) =>
      paintLine(theme, width, [{ text: `   ${text}`, ...style }]),
    ),
  ];
}
