import { printable } from '../text/printable.ts';

/** Value of a CSV cell; null is empty. */
export type CsvValue = string | number | bigint | boolean | null;

// A spreadsheet may leave out what cannot be seen before a formula, and take a semicolon, a tab or a line end inside of a cell
// for the beginning of another.
const UNSEEN = `[\\s\\p{C}\\p{Z}\\p{M}\\p{Default_Ignorable_Code_Point}"']*`;
const SIGN = '[=+\\-@＝＋－＠﹢﹣﹦﹫−]';
const FORMULA = new RegExp(`^${UNSEEN}(?:${SIGN}|[\\t\\r\\n])`, 'v');
const INNER_FORMULA = new RegExp(`([;\\t\\r\\n]${UNSEEN})(?=${SIGN})`, 'gv');

/** A text that no spreadsheet takes for a formula: an apostrophe before it makes it text. */
function neutral(text: string): string {
  const inner = text.replace(INNER_FORMULA, "$1'");
  return FORMULA.test(text) || inner !== text ? `'${inner}` : text;
}

function cell(value: CsvValue): string {
  const text = typeof value === 'string' ? printable(neutral(value)) : String(value ?? '');
  return /[",;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as RFC 4180 wants them, the first being the names of the columns. What cannot be seen, line ends too, is a mark: the
 * text may be on its way to a terminal as well as to a file.
 */
export function toCsv(names: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [names, ...rows].map(toCsvRow).join('');
}

/** One row of it. */
export function toCsvRow(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}
