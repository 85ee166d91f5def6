import { expect, test } from 'vitest';
import type { Column } from '../../src/columns/column.ts';
import { rowPieces } from '../../src/export/rows.ts';

const columns: readonly Column<{ readonly name: string; readonly count: number | null }>[] = [
  {
    id: 'name',
    header: 'NAME',
    align: 'left',
    minWidth: 1,
    priority: 0,
    cell: ({ name }) => ({ text: name }),
    value: ({ name }) => name,
  },
  {
    id: 'count',
    header: 'COUNT',
    align: 'right',
    minWidth: 1,
    priority: 0,
    cell: () => ({ text: '' }),
    value: ({ count }) => count,
  },
];
const form = { columns, document: (row: object) => row };

test('a table in Markdown has its heading once, however many pieces its rows come in', () => {
  const pieces = rowPieces('markdown', form);
  const text =
    pieces.rows([{ name: 'acme', count: 1 }], true) +
    pieces.rows([{ name: 'b', count: null }], false) +
    pieces.end(false);
  expect(text).toBe('| name | count |\n| --- | --: |\n| acme | 1 |\n| b |  |\n');
  expect(rowPieces('markdown', form).end(true)).toBe('| name | count |\n| --- | --: |\n');
});

test('no text of the database begins a column, a line or a tag of Markdown', () => {
  const text = rowPieces('markdown', form).rows([{ name: 'a|b\n<b>[x](y)*_`\u001b[2J', count: 0 }], false);
  expect(text.split('\n')).toHaveLength(2);
  expect(text).toMatch(/^\| a\\\|b\S*\\<b\\>\\\[x\\\]\(y\)\\\*\\_\\`/u);
  expect(text).not.toContain('\u001b');
});
