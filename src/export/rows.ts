import type { Column } from '../columns/column.ts';
import { toCsvRow } from './csv.ts';
import { toJson, toJsonLine } from './json.ts';
import { toMarkdownRow } from './markdown.ts';

/** Formats that records are written in for other programs and for texts. */
export const rowFormats = ['csv', 'json', 'jsonl', 'markdown'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Tells whether records are written in a format. */
export function isRowFormat(format: string): format is RowFormat {
  return rowFormats.some((one) => one === format);
}

/** Column of a table of values. */
export type ValueColumn<Row> = Pick<Column<Row>, 'id' | 'header' | 'align' | 'value'>;

/** Form of records: the columns of tables, the document of JSON. */
export interface RowForm<Row> {
  readonly columns: readonly ValueColumn<Row>[];
  readonly document: (row: Row) => object;
}

/** Text around and between records that are written piece by piece. */
export interface RowPieces<Row> {
  /** The records, `isFirst` where none were written before. */
  rows(rows: readonly Row[], isFirst: boolean): string;
  /** The text behind the last record, or instead of all records. */
  end(isEmpty: boolean): string;
}

/** Makes the text of records in a format, as one document however many pieces it comes in. */
export function rowPieces<Row>(format: RowFormat, form: RowForm<Row>): RowPieces<Row> {
  return makers[format](form);
}

type Maker = <Row>(form: RowForm<Row>) => RowPieces<Row>;

const makers: Readonly<Record<RowFormat, Maker>> = {
  json: ({ document }) => ({
    // As one document of all rows would be: each a level deeper.
    rows: (rows, isFirst) => {
      const documents = rows.map((row) => toJson([document(row)]).slice('[\n'.length, -'\n]\n'.length));
      return `${isFirst ? '[' : ','}\n${documents.join(',\n')}`;
    },
    end: (isEmpty) => (isEmpty ? toJson([]) : '\n]\n'),
  }),
  jsonl: ({ document }) => ({
    rows: (rows) => rows.map((row) => toJsonLine(document(row))).join(''),
    end: () => '',
  }),
  csv: (form) => tablePieces(named(form), { head: toCsvRow, row: toCsvRow }),
  markdown: (form) => {
    const columns = named(form);
    const alignments = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
    return tablePieces(columns, {
      head: (names) => toMarkdownRow(names) + toMarkdownRow(alignments),
      row: toMarkdownRow,
    });
  },
};

/** A column without a name only draws what another one says. */
function named<Row>({ columns }: Pick<RowForm<Row>, 'columns'>): readonly ValueColumn<Row>[] {
  return columns.filter(({ header }) => header !== '');
}

type Value = ReturnType<Column<never>['value']>;

function tablePieces<Row>(
  columns: readonly ValueColumn<Row>[],
  {
    head,
    row,
  }: { readonly head: (names: readonly string[]) => string; readonly row: (values: readonly Value[]) => string },
): RowPieces<Row> {
  const names = columns.map(({ id }) => id);
  return {
    rows: (rows, isFirst) => {
      const lines = rows.map((record) => row(columns.map((column) => column.value(record))));
      return (isFirst ? head(names) : '') + lines.join('');
    },
    end: (isEmpty) => (isEmpty ? head(names) : ''),
  };
}
