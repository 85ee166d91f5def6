import { ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental } from '@alcalzone/ansi-tokenize';
import { isOneCellEach } from '../../../text/string-width.ts';
import { endOfStyle } from './look.ts';

type Codes = Parameters<typeof diffAnsiCodes>[0];

/** A line as it is painted, and the column at which it begins. */
export interface Placed {
  readonly x: number;
  readonly line: string;
}

/** Signs side by side in a line, with the styles that are on. */
interface Run {
  readonly text: string;
  readonly codes: Codes;
}

/** A line with its styles as Ink writes them; undefined if it has signs that are not one cell each, or styles that are not plain. */
export function writtenAsInk(line: string): string | undefined {
  if (isOneCellEach(line)) return line;
  const runs = runsOf(line);
  if (runs === undefined) return undefined;
  let [written, before]: [string, Codes] = ['', []];
  for (const { text, codes } of runs) {
    written += change(before, codes) + text;
    before = codes;
  }
  return written + change(before, []);
}

/**
 * A row of lines that stand beside each other, as Ink composes it; undefined if Ink has to look at its cells: where lines
 * overlap, reach past the row or are not simple.
 */
export function sideBySide(width: number, placed: readonly Placed[]): string | undefined {
  let [row, before, end]: [string, Codes, number] = ['', [], 0];
  for (const { x, line } of placed.toSorted((one, other) => one.x - other.x)) {
    const runs = runsOf(line);
    if (runs?.length === 0) continue;
    if (runs === undefined || x < end) return undefined;
    if (x > end) {
      row += change(before, []) + ' '.repeat(x - end);
      [before, end] = [[], x];
    }
    for (const { text, codes } of runs) {
      row += change(before, codes) + text;
      [before, end] = [codes, end + text.length];
    }
    if (end > width) return undefined;
  }
  return (row + change(before, [])).trimEnd();
}

function runsOf(line: string): readonly Run[] | undefined {
  const runs: Run[] = [];
  let codes: Codes = [];
  for (const [piece, parameters] of line.matchAll(/\x1b\[([\d;]*)m|[^\x1b]+|\x1b/g)) {
    if (parameters === undefined) {
      if (!isOneCellEach(piece)) return undefined;
      runs.push({ text: piece, codes });
      continue;
    }
    const end = endOfStyle(parameters);
    if (end === undefined) return undefined;
    codes = after(codes, { type: 'ansi', code: piece, endCode: `\u001b[${end}m` });
  }
  return runs;
}

/** Bold and dim, which both end by this, may stand beside each other. */
const intensityEnd = '\u001b[22m';

/** The styles behind a sequence; in most lines there is at most one, and nothing to look up. */
function after(codes: Codes, code: Codes[number]): Codes {
  const [only] = codes;
  const isAlone = codes.length === 1 && only?.endCode === code.endCode && code.endCode !== intensityEnd;
  if (codes.length > 0 && !isAlone) return reduceAnsiCodesIncremental(codes, [code]);
  return code.code === code.endCode ? [] : [code];
}

/** The sequences from some styles to others. */
function change(from: Codes, to: Codes): string {
  const [begun, next] = [from[0], to[0]];
  if (from.length > 1 || to.length > 1) return ansiCodesToString(diffAnsiCodes(from, to));
  if (begun === undefined || next === undefined) return next?.code ?? begun?.endCode ?? '';
  if (begun.code === next.code) return '';
  const replaces = begun.endCode === next.endCode && next.endCode !== intensityEnd;
  return replaces ? next.code : begun.endCode + next.code;
}
