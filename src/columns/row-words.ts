import { spoken } from '../text/spoken.ts';
import type { CellContext, Column } from './column.ts';

/** Units that headings end with, and that are said behind the number. */
const UNIT = / (ms|%)$/i;
/** Headings of counts, and what they count. */
const THINGS: Readonly<Record<string, string>> = { calls: 'calls', count: 'calls', users: 'users' };
const SELF_TELLING = new Set(['state', 'message', 'what', 'evidence']);
/** Texts of cells in which nothing is said: drawn, empty, or as it was. */
const NOTHING = new Set(['', 'none', '=']);

/** A heading and the text of a cell below it. */
export interface NamedCell {
  readonly header: string;
  readonly text: string;
}

/** A row as a sentence: `acme-shop: active, last call 3 s ago, 1,243 calls, errors 7.2 %`. The first cell names the row; what is drawn or empty is left out. */
export function rowWords(cells: readonly NamedCell[]): string {
  const [name = '', ...facts] = cells.flatMap(({ header, text }, at) => {
    const said = spoken(text);
    // A name may have none but signs: the route `/`.
    if (at === 0) return [said || text.trim()];
    return NOTHING.has(said) ? [] : [factWords(header, said) ?? []].flat();
  });
  return facts.length === 0 ? name : `${name}: ${facts.join(', ')}`;
}

/** The cells of a record as a sentence. */
export function recordWords<Row>(row: Row, columns: readonly Column<Row>[], context: CellContext): string {
  const cells = columns.filter(isRead).map((column) => ({
    header: column.header,
    text: column.cell(row, context, Math.max(column.minWidth, column.maxWidth ?? widest)).text,
  }));
  return rowWords(cells);
}

/** Room for a text without a limit, in cells: more is not listened to. */
const widest = 160;

/** Columns of charts over time are drawings, whatever heads them. */
function isRead({ header }: { readonly header: string }): boolean {
  return header !== '' && !/^last \d/i.test(header) && header !== 'TRAFFIC';
}

function factWords(header: string, text: string): string | undefined {
  const label = header.toLowerCase();
  // The time that it is the age of stands before it.
  if (label === 'age') return undefined;
  // These say by themselves what they are.
  if (label === 'status' && /^\p{L}/u.test(text)) return text;
  if (SELF_TELLING.has(label)) return text;
  const things = THINGS[label];
  if (things !== undefined) return `${text} ${text === '1' ? things.slice(0, -1) : things}`;
  if (label === 'st') return `status ${text}`;
  const unit = UNIT.exec(label)?.[1];
  if (unit === undefined) return label === 'ms' ? `${text} ms` : `${label} ${text}`;
  return `${label.replace(UNIT, '')} ${text} ${unit}`;
}
