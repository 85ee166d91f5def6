import { ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental } from '@alcalzone/ansi-tokenize';
import { isOneCellEach, withoutStyles } from '../../../text/string-width.ts';
import { endOfStyle } from './look.ts';

type Codes = Parameters<typeof diffAnsiCodes>[0];

/** A line as it is painted, and the column at which it begins. */
export interface Placed {
  readonly x: number;
  readonly line: string;
  /** Whether it came from Ink and no transformer has changed it. */
  readonly isAsInkWrites: boolean;
}

const piecesPattern = /\x1b\[([\d;]*)m|[^\x1b]+|\x1b/g;

/** A line with its styles as Ink writes them; undefined where it has signs that are not one cell each, or styles that are not plain. */
export function writtenAsInk(line: string): string | undefined {
  if (isOneCellEach(line)) return line;
  let [before, codes]: [Codes, Codes] = [[], []];
  let written = '';
  for (const [piece, parameters] of line.matchAll(piecesPattern)) {
    if (parameters !== undefined) {
      const end = endOfStyle(parameters);
      if (end === undefined) return undefined;
      codes = reduceAnsiCodesIncremental(codes, [{ type: 'ansi', code: piece, endCode: `\u001b[${end}m` }]);
      continue;
    }
    if (!isOneCellEach(piece)) return undefined;
    written += change(before, codes) + piece;
    before = codes;
  }
  return written + change(before, []);
}

/** The sequences from some styles to others. */
function change(from: Codes, to: Codes): string {
  const [only] = from.length === 0 ? to : from;
  if (from.length + to.length === 1 && only !== undefined) return to.length === 1 ? only.code : only.endCode;
  return ansiCodesToString(diffAnsiCodes(from, to));
}

/**
 * A row of lines that stand beside each other, as Ink composes it; undefined where Ink has to look at its cells: where lines
 * overlap, reach past the row or are not simple.
 */
export function sideBySide(width: number, placed: readonly Placed[]): string | undefined {
  let [row, end, areStylesApart] = ['', 0, true];
  for (const { x, line, isAsInkWrites } of placed.toSorted((one, other) => one.x - other.x)) {
    const written = isAsInkWrites ? line : writtenAsInk(line);
    const signs = withoutStyles(written ?? '\u001b');
    if (signs === '') continue;
    if (x < end || x + signs.length > width || !isOneCellEach(signs)) return undefined;
    // Where one's last style meets another's first, Ink goes from one to the other.
    if (x === end && row.endsWith('m') && written?.startsWith('\u001b')) areStylesApart = false;
    row += ' '.repeat(x - end) + written;
    end = x + signs.length;
  }
  return (areStylesApart ? row : writtenAsInk(row))?.trimEnd();
}
