import { isFieldName } from './field-names.ts';
import type { TextRules } from './text-rules.ts';

/** A cell: where what is in it begins and ends, without quotes. */
interface Cell {
  readonly start: number;
  readonly end: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const HEAD = /^\uFEFF?(?:sep=.\r?\n)?(?:[ \t]*\r?\n)*([^\r\n]{3,2000})\r?\n/;
const NAME = /^[A-Za-z_][\w.-]{0,63}$/;
const RULE = /^[\s:-]*$/;

/** A text that is a table, as CSV is, with what stands below the name of a secret in its first line blanked. */
export function blankDelimited(text: string, rules: TextRules): string {
  const [all = '', line = ''] = HEAD.exec(text) ?? [];
  if (line === '') return text;
  for (const delimiter of DELIMITERS) {
    if (!line.includes(delimiter)) continue;
    const names = cellsOf(line, 0, delimiter).cells.map(({ start, end }) => line.slice(start, end));
    const places = new Set(names.flatMap((name, place) => (rules.covers(name) ? [place] : [])));
    const isName = (name: string, place: number) =>
      NAME.test(name) || isFieldName(name) || places.has(place) || (name === '' && isEdge(place, names));
    if (places.size > 0 && names.every(isName))
      return blankColumns(text, { start: all.length, delimiter, count: names.length, places }, rules);
  }
  return text;
}

interface Columns {
  readonly start: number;
  readonly delimiter: string;
  readonly count: number;
  readonly places: ReadonlySet<number>;
}

function blankColumns(text: string, { start, delimiter, count, places }: Columns, { blank, found }: TextRules): string {
  const kept: string[] = [];
  let from = 0;
  let isFirst = true;
  for (let at = start; at < text.length; ) {
    const { cells, next } = cellsOf(text, at, delimiter);
    // What only begins like a table is none.
    if (isFirst && cells.length !== count && next < text.length) return text;
    isFirst = false;
    at = next;
    for (const [place, cell] of cells.entries()) {
      const value = text.slice(cell.start, cell.end);
      if (!places.has(place) || value === blank || RULE.test(value)) continue;
      found(value);
      kept.push(text.slice(from, cell.start), blank);
      from = cell.end;
    }
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** The cells of the line that begins here, and where the next line does. */
function cellsOf(text: string, start: number, delimiter: string): { readonly cells: readonly Cell[]; next: number } {
  const cells: Cell[] = [];
  for (let at = start; ; ) {
    while (text[at] === ' ') at += 1;
    const isQuoted = text[at] === '"';
    const begin = isQuoted ? at + 1 : at;
    let end = isQuoted ? endOfQuoted(text, begin) : begin;
    const inside = end;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
    cells.push({ start: begin, end: isQuoted ? inside : begin + text.slice(begin, end).trimEnd().length });
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    while (text[end] === '\n' || text[end] === '\r') end += 1;
    return { cells, next: end };
  }
}

function endOfQuoted(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end < 0 ? text.length : end;
}

// A table that is drawn has lines at both its sides.
function isEdge(place: number, names: readonly string[]): boolean {
  return place === 0 || place === names.length - 1;
}
