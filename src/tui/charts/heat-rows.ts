import { joinSegments, type Segment } from '../theme/segments.ts';
import { heatTones, type Theme, type Tone } from '../theme/theme.ts';
import type { ToneLabel } from './chart.tsx';
import { type Heat, type HeatArea, type HeatShare, levelOf, percentileRow } from './heat.ts';
import { msLabel } from './ms-words.ts';

/** The signs of the levels: with colours, which tell the upper ones apart, without, and in ASCII. */
const SIGNS = { coloured: ' ░▒▓███', plain: ' ·:░▒▓█', ascii: ' .:-=+#' } as const;

const FULL = /[█#]/;

/** The signs of the lines of the median and of the 95th percentile. */
export const percentileSigns = ['─', '━'] as const;

const percents = [50, 95] as const;

/** Options for drawing a heatmap: lines of the terminal, the calls that cells are compared with, lines of percentiles, and the selection. */
export interface HeatDrawing {
  readonly lineCount: number;
  readonly share: HeatShare;
  readonly hasLines: boolean;
  readonly selected: HeatArea | null;
}

/** The sign of a level. */
export function heatSign({ name, style }: Theme, level: number): string {
  const signs = style === 'ascii' ? SIGNS.ascii : name === 'none' ? SIGNS.plain : SIGNS.coloured;
  return signs.charAt(level);
}

/** The colour of a level. */
export function heatTone(level: number): Tone {
  return heatTones[level - 1] ?? 'plain';
}

/** Draws a heatmap in lines, the slowest at the top; rows share them out where there are more lines than rows. */
export function heatRows(theme: Theme, heat: Heat, drawing: HeatDrawing): readonly (readonly Segment[])[] {
  const { lineCount, share, hasLines, selected } = drawing;
  const percentiles = hasLines ? heat.columns.map((column) => percents.map((one) => percentileRow(column, one))) : [];
  const corners = selected && cornersOf(selected, heat, lineCount);
  return Array.from({ length: lineCount }, (_, line) => {
    const row = rowOf(heat, lineCount, line);
    const { top, bottom } = linesOf(heat, lineCount, row);
    const isMiddle = line === Math.floor((top + bottom) / 2);
    const signs = heat.columns.map((column, place): Segment => {
      const corner = corners?.(line, place);
      if (corner !== undefined) return { text: corner, tone: 'accent', bold: true };
      const percentile = isMiddle && hasLines ? percentileSigns[percentiles[place]?.lastIndexOf(row) ?? -1] : undefined;
      const sign = signOf(theme, levelOf(heat, column, row, share));
      if (percentile === undefined) return sign;
      // On a full cell the line is cut out of it.
      return FULL.test(sign.text) ? { ...sign, text: percentile, inverse: true } : { text: percentile, tone: 'strong' };
    });
    return joinSegments(signs);
  });
}

/** The labels of the rows, of those that a selection holds in its colour: where each begins. */
export function heatLabels(heat: Heat, lineCount: number, selected: HeatArea | null): readonly ToneLabel[] {
  return heat.rows.map(({ fromMs }, row) => ({
    row: linesOf(heat, lineCount, row).bottom,
    text: msLabel(fromMs),
    ...(selected && row >= selected.bottom && row <= selected.top && { tone: 'accent' as const }),
  }));
}

/** The row that a line from the top shows. */
export function rowOf({ rows }: Heat, lineCount: number, line: number): number {
  return Math.min(rows.length - 1, Math.floor(((lineCount - 1 - line) * rows.length) / lineCount));
}

/** The first and the last line of a row. */
function linesOf({ rows }: Heat, lineCount: number, row: number): { readonly top: number; readonly bottom: number } {
  const below = (count: number) => Math.ceil((count * lineCount) / rows.length);
  return { top: lineCount - below(row + 1), bottom: lineCount - 1 - below(row) };
}

/** The signs at the corners of the selected cells. */
function cornersOf({ left, right, bottom, top }: HeatArea, heat: Heat, lineCount: number) {
  const [first, last] = [linesOf(heat, lineCount, top).top, linesOf(heat, lineCount, bottom).bottom];
  return (line: number, place: number): string | undefined => {
    if ((line !== first && line !== last) || (place !== left && place !== right)) return undefined;
    if (left === right) return first === last ? '╋' : line === first ? '┳' : '┻';
    const [atLeft, atRight] = first === last ? '┣┫' : line === first ? '┏┓' : '┗┛';
    return place === left ? atLeft : atRight;
  };
}

function signOf(theme: Theme, level: number): Segment {
  return { text: heatSign(theme, level), tone: heatTone(level) };
}
