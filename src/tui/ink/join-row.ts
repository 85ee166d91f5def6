import { isOneCellEach } from '../../text/string-width.ts';

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

const sgrPattern = /\x1b\[([\d;]*)m/g;

/** How many cells a line takes that is one cell for each character and leaves no colour behind; undefined of any other. */
export function cellsOf(line: string): number | undefined {
  if (isOneCellEach(line)) return line.length;
  const open = new Set<string>();
  const text = line.replace(sgrPattern, (_, parameters: string) => {
    note(parameters, open);
    return '';
  });
  return open.size === 0 && isOneCellEach(text) ? text.length : undefined;
}

/** What ends what, by the number that ends it. */
const ends: Readonly<Record<string, string>> = {
  '39': 'foreground',
  '49': 'background',
  '22': 'weight',
  '23': 'italic',
  '24': 'underline',
  '27': 'inverse',
  '29': 'strikethrough',
};
const begins: Readonly<Record<string, string>> = {
  '1': 'weight',
  '2': 'weight',
  '3': 'italic',
  '4': 'underline',
  '7': 'inverse',
  '9': 'strikethrough',
};

function note(parameters: string, open: Set<string>): void {
  const ended = ends[parameters];
  if (ended !== undefined) open.delete(ended);
  // A reset would also end what stands around the line.
  else open.add(begins[parameters] ?? beginsColor(parameters) ?? 'something else');
}

function beginsColor(parameters: string): string | undefined {
  if (/^(?:3[0-7]|9[0-7]|38;[25];[\d;]+)$/.test(parameters)) return 'foreground';
  if (/^(?:4[0-7]|10[0-7]|48;[25];[\d;]+)$/.test(parameters)) return 'background';
  return undefined;
}
