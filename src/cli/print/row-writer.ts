import { once } from 'node:events';
import type { Column } from '../../columns/column.ts';
import type { Context, Format } from '../context.ts';
import { toCsvRow } from './csv.ts';
import { toJson, toJsonLine } from './json.ts';
import { cellContext, outputWidth } from './print.ts';
import { type LaidOutTable, layOutTable } from './table.ts';

/** Form of rows: the columns of text and CSV, the document of JSON, and what is said to a person if there are none. */
export interface RowForm<Row> {
  readonly columns: readonly Column<Row>[];
  readonly document: (row: Row) => object;
  readonly whenEmpty: string;
}

/** Writer of rows to stdout, in the format that was asked for. A promise resolves when stdout takes more. */
export interface RowWriter<Row> {
  write(rows: readonly Row[]): Promise<void>;
  /** Writes what stands behind the last row. */
  end(): Promise<void>;
}

/** Text around and between rows that are written piece by piece. */
interface Pieces<Row> {
  /** The rows, `isFirst` where none were written before. */
  rows(rows: readonly Row[], isFirst: boolean): string;
  /** The text behind the last row, or instead of all rows. */
  end(isEmpty: boolean): string;
}

/** Makes a writer of rows, which holds no more than the rows it is given at a time. */
export function createRowWriter<Row>(context: Context, form: RowForm<Row>): RowWriter<Row> {
  const pieces = MAKERS[context.format](context, form);
  const { stdout } = context.io;
  let isEmpty = true;
  const send = async (text: string) => {
    if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
  };
  return {
    async write(rows) {
      if (rows.length === 0) return;
      const text = pieces.rows(rows, isEmpty);
      isEmpty = false;
      await send(text);
    },
    end: () => send(pieces.end(isEmpty)),
  };
}

type Maker = <Row>(context: Context, form: RowForm<Row>) => Pieces<Row>;

const MAKERS: Readonly<Record<Format, Maker>> = {
  text: textPieces,
  json: (_context, { document }) => ({
    // As one document of all rows would be: each a level deeper.
    rows: (rows, isFirst) => {
      const documents = rows.map((row) => toJson([document(row)]).slice('[\n'.length, -'\n]\n'.length));
      return `${isFirst ? '[' : ','}\n${documents.join(',\n')}`;
    },
    end: (isEmpty) => (isEmpty ? toJson([]) : '\n]\n'),
  }),
  jsonl: (_context, { document }) => ({
    rows: (rows) => rows.map((row) => toJsonLine(document(row))).join(''),
    end: () => '',
  }),
  csv: (_context, { columns }) => {
    const names = columns.map(({ id }) => id);
    return {
      rows: (rows, isFirst) => {
        const lines = rows.map((row) => toCsvRow(columns.map((column) => column.value(row))));
        return (isFirst ? toCsvRow(names) : '') + lines.join('');
      },
      end: (isEmpty) => (isEmpty ? toCsvRow(names) : ''),
    };
  },
};

function textPieces<Row>(context: Context, { columns, whenEmpty }: RowForm<Row>): Pieces<Row> {
  const layout = { width: outputWidth(context.io), cells: cellContext(context), paint: context.paintOut };
  let table: LaidOutTable<Row> | undefined;
  return {
    rows: (rows) => {
      const isFirst = table === undefined;
      table ??= layOutTable(columns, rows, layout);
      return [...(isFirst ? [table.heading] : []), ...table.lines(rows)].map((line) => `${line}\n`).join('');
    },
    end: (isEmpty) => (isEmpty ? `${context.paintOut(whenEmpty, 'muted')}\n` : ''),
  };
}
