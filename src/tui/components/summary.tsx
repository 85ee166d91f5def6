import { Box } from 'ink';
import { cellWidth, pad } from '../../text/width.ts';
import { type Segment, segmentsWidth } from '../theme/segments.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Line, PaintedLines } from './line.tsx';

/** A line of a panel of numbers; `short` is said in place of what it names where there is little room. */
export interface SummaryEntry {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly short?: { readonly label?: string; readonly value?: string; readonly unit?: string };
  readonly share?: string;
  readonly change?: { readonly text: string; readonly tone: Tone };
  readonly tone?: Tone;
}

/** Numbers with their names, units, shares and changes on one grid, in the longest form that fits into the width. */
export function Summary(props: {
  readonly entries: readonly SummaryEntry[];
  readonly width: number;
  readonly height: number;
}) {
  const { entries, width, height } = props;
  const { isSpoken } = useTheme();
  if (isSpoken) return <PaintedLines texts={entries.map(spokenEntry)} />;
  const grid = fittingGrid(entries, width);
  return (
    <Box flexDirection="column">
      {entries.slice(0, height).map((entry, index) => (
        <Line key={entry.label} width={width} left={segmentsOf(grid, index, entry, width)} />
      ))}
    </Box>
  );
}

/** `Average: 48.1 ms, -3 %`. */
function spokenEntry({ label, value, unit, share, change }: SummaryEntry): string {
  const number = unit ? `${value} ${unit}` : value;
  return `${label.trim()}: ${[number, share, change && changeWords(change.text)].filter(Boolean).join(', ')}`;
}

function changeWords(change: string): string {
  if (change === '–') return '';
  if (change === '=') return 'unchanged';
  return change.replace('<', 'less than ').replace(/^\+/, 'up ').replace(/^[−-]/, 'down ');
}

/** Contents and widths of the columns of the grid. */
interface Grid {
  readonly rows: readonly Row[];
  readonly widths: Readonly<Record<keyof Row, number>>;
  readonly gap: number;
}

interface Row {
  readonly label: string;
  readonly value: string;
  readonly middle: string;
  readonly change: string;
}

/** Below this a name says nothing any more, and the changes go. */
const leastLabelWidth = 7;

/** The longest form that fits. The changes stay as long as there is any, whatever they cost the names. */
function fittingGrid(entries: readonly SummaryEntry[], width: number): Grid {
  const forms = formsOf(entries);
  const shortest = forms.at(-1) ?? gridOf([], 1);
  const fits = (grid: Grid): boolean => widthOf(grid, grid.widths.label) <= width;
  const fitting = forms.find(fits);
  if (fitting || widthOf(shortest, leastLabelWidth) <= width) return fitting ?? shortest;
  const unchanging = formsOf(entries.map(({ change: _, ...entry }) => entry));
  return unchanging.find(fits) ?? unchanging.at(-1) ?? shortest;
}

/** First names become short, then numbers; then a unit moves to the name, and a share, which its change is of, takes the place of the number. */
function formsOf(entries: readonly SummaryEntry[]): readonly Grid[] {
  return [
    gridOf(entries, 2, usualWidths),
    gridOf(entries, 1, usualWidths),
    gridOf(entries.map(withShortName), 1, usualWidths),
    gridOf(entries.map(withShortName), 1),
    gridOf(entries.map(short), 1),
    gridOf(entries.map(withShortName).map(withoutMiddle), 1),
    gridOf(entries.map(short).map(withoutMiddle), 1),
  ];
}

const withShortName = (entry: SummaryEntry): SummaryEntry => ({ ...entry, label: entry.short?.label ?? entry.label });
const short = (entry: SummaryEntry): SummaryEntry => ({ ...entry, ...entry.short });

function withoutMiddle({ unit, share, ...entry }: SummaryEntry): SummaryEntry {
  const value = entry.change === undefined ? entry.value : (share ?? entry.value);
  return { ...entry, label: unit ? `${entry.label} ${unit}` : entry.label, value };
}

/** Room for `10.2 %` and `−<0.1 pp`: with a share or a change that gets shorter by a digit no name and no number moves. */
const usualWidths = { middle: 6, change: 8 };

function gridOf(entries: readonly SummaryEntry[], gap: number, least = { middle: 0, change: 0 }): Grid {
  const roomFor = (texts: readonly string[], usual: number) => (widest(texts) > 0 ? Math.max(usual, widest(texts)) : 0);
  const middleWidth = roomFor(
    entries.map(({ share, unit }) => share ?? unit ?? ''),
    entries.some(({ share }) => share !== undefined) ? least.middle : 0,
  );
  const rows = entries.map(({ label, value, unit = '', share, change }) => ({
    label,
    value,
    middle: share === undefined ? unit.padEnd(middleWidth) : share.padStart(middleWidth),
    change: change?.text ?? '',
  }));
  const of = (column: keyof Row): number => widest(rows.map((row) => row[column]));
  const change = roomFor(
    rows.map((row) => row.change),
    least.change,
  );
  return { rows, widths: { label: of('label'), value: of('value'), middle: middleWidth, change }, gap };
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(cellWidth));
}

function widthOf({ widths, gap }: Grid, label: number): number {
  const middle = widths.middle > 0 ? 1 + widths.middle : 0;
  const change = widths.change > 0 ? gap + widths.change : 0;
  return label + 1 + widths.value + middle + change;
}

function segmentsOf(grid: Grid, index: number, entry: SummaryEntry, width: number): readonly Segment[] {
  const { widths, gap } = grid;
  const { label = '', value = '', middle = '', change = '' } = grid.rows[index] ?? {};
  const right: readonly Segment[] = [
    { text: value.padStart(widths.value), tone: entry.tone ?? 'plain' },
    { text: widths.middle > 0 ? ` ${middle}` : '', tone: 'muted' },
    {
      text: widths.change > 0 ? ' '.repeat(gap) + change.padStart(widths.change) : '',
      tone: entry.change?.tone ?? 'muted',
    },
  ];
  const labelWidth = Math.max(0, width - segmentsWidth(right) - 1);
  return [{ text: `${pad(label, labelWidth, 'left')} `, tone: 'muted' }, ...right];
}
