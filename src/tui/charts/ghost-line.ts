import { filledSteps } from '../../text/area-chart.ts';
import { resample } from '../../text/resample.ts';
import { joinSegments, type Segment } from '../theme/segments.ts';

/** Signs of a line in an empty cell, from its bottom up, and of one in a full cell: a gap at its top. */
const lineSigns = '⣀⠤⠒⠉';
const fullSign = '█';
const gapSign = '▇';
const stepsPerCell = 8;

/** The sign that stands for the line in words beside the chart. */
export const ghostSign = '⠒⠒';

/** The size of a plot and the value of its upper edge. */
interface Plot {
  readonly width: number;
  readonly height: number;
  readonly max: number;
}

/**
 * The rows of a plot, top first, with other values as a thin line: dots above its bars, a gap within them. Where both are as
 * high there is nothing to tell, and what is nothing has no line.
 */
export function withGhost(
  rows: readonly (readonly Segment[])[],
  values: readonly number[],
  { width, height, max }: Plot,
): readonly (readonly Segment[])[] {
  if (!values.some((value) => value > 0)) return rows;
  const cells = rows.map(cellsOf);
  const levels = resample(values, width).map((value) => filledSteps(value, max, height * stepsPerCell));
  for (const [column, level] of levels.entries()) {
    if (level === 0) continue;
    const own = (cellsBelow: number) => cells[height - 1 - cellsBelow]?.[column];
    const at = Math.floor((level - 1) / stepsPerCell);
    const nearest = Math.round(level / stepsPerCell) - 1;
    if (own(at)?.text === ' ') {
      const sign = lineSigns.charAt(Math.floor((((level - 1) % stepsPerCell) / stepsPerCell) * lineSigns.length));
      put(cells, [height - 1 - at, column], { text: sign, tone: 'muted' });
    } else if (own(nearest)?.text === fullSign && (own(nearest + 1)?.text ?? ' ') !== ' ') {
      put(cells, [height - 1 - nearest, column], { ...own(nearest), text: gapSign });
    }
  }
  return cells.map(joinSegments);
}

function put(cells: readonly Segment[][], [row, column]: readonly [number, number], cell: Segment): void {
  const line = cells[row];
  if (line) line[column] = cell;
}

function cellsOf(row: readonly Segment[]): Segment[] {
  return row.flatMap((segment) => [...segment.text].map((text): Segment => ({ ...segment, text })));
}
