import { cellsOf } from './styles.ts';

/** A painted line and the column at which it begins. */
export interface Placed {
  readonly x: number;
  readonly line: string;
}

/**
 * A row of the screen made of lines that stand beside each other, gaps filled with spaces; undefined where that takes a look
 * at every cell: where lines overlap or reach past the row, hold characters that are not one cell each, or do not end their colours.
 */
export function joinRow(lines: readonly Placed[], width: number): string | undefined {
  const placed = lines.length > 1 ? lines.toSorted((one, other) => one.x - other.x) : lines;
  let row = '';
  let end = 0;
  for (const { x, line } of placed) {
    if (line === '') continue;
    const cells = cellsOf(line);
    if (cells === undefined || x < end || x + cells > width) return undefined;
    row += ' '.repeat(x - end) + line;
    end = x + cells;
  }
  return row.trimEnd();
}
