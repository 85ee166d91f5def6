import type { Row, Value } from '../../copy/rows.ts';
import type { ColumnKind, CopyTable } from '../../copy/tables.ts';

const SPECIAL = /[\\\n\r\t]/;
const SPECIALS = /[\\\n\r\t]/g;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const BLOCK_LETTERS = 65_536;
const NULL = '\\N';

/** Writes rows in the text format of COPY, some at a time. */
export function* copyText(kinds: readonly ColumnKind[], rows: Iterable<Row>): Generator<string> {
  let block = '';
  for (const row of rows) {
    let line = '';
    for (const [index, value] of row.entries()) {
      if (index > 0) line += '\t';
      line += copyValue(kinds[index], value);
    }
    block += `${line}\n`;
    if (block.length < BLOCK_LETTERS) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

/** Returns the kinds of a table's columns. */
export function kindsOf({ columns }: CopyTable): readonly ColumnKind[] {
  return columns.map(({ kind }) => kind);
}

function copyValue(kind: ColumnKind | undefined, value: Value): string {
  if (value === null) return NULL;
  if (typeof value !== 'string') return String(value);
  if (kind === 'time') return copyTime(value);
  return SPECIAL.test(value) ? value.replaceAll(SPECIALS, (letter) => NAMES[letter] ?? letter) : value;
}

// The zone says what is meant, and a column without one ignores it. The year before 1 is 1 BC.
function copyTime(time: string): string {
  return time.startsWith('0000-') ? `0001${time.slice(4)}+00 BC` : `${time}+00`;
}
