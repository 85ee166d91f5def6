import { once } from 'node:events';
import type { Column } from '../../columns/column.ts';
import { type RowForm as Form, isRowFormat, type RowPieces, rowPieces } from '../../export/rows.ts';
import type { Context } from '../context.ts';
import { cellContext, outputWidth, shownText } from './print.ts';
import { type LaidOutTable, layOutTable } from './table.ts';

/** Form of rows: the columns of text and CSV, the document of JSON, and what is said to a person if there are none. */
export interface RowForm<Row> extends Form<Row> {
  readonly columns: readonly Column<Row>[];
  readonly whenEmpty: string;
}

/** Writer of rows to stdout, in the format that was asked for. A promise resolves when stdout takes more. */
export interface RowWriter<Row> {
  write(rows: readonly Row[]): Promise<void>;
  /** Writes what stands behind the last row. */
  end(): Promise<void>;
}

/** Makes a writer of rows, which holds no more than the rows it is given at a time. */
export function createRowWriter<Row>(context: Context, form: RowForm<Row>): RowWriter<Row> {
  const { format } = context;
  const { stdout } = context.io;
  const pieces = isRowFormat(format) ? rowPieces(format, form) : textPieces(context, form);
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

function textPieces<Row>(context: Context, { columns, whenEmpty }: RowForm<Row>): RowPieces<Row> {
  const layout = { width: outputWidth(context.io), cells: cellContext(context), paint: context.paintOut };
  let table: LaidOutTable<Row> | undefined;
  return {
    rows: (rows) => {
      const isFirst = table === undefined;
      table ??= layOutTable(columns, rows, layout);
      const lines = [...(isFirst ? [table.heading] : []), ...table.lines(rows)];
      return shownText(context, lines.map((line) => `${line}\n`).join(''));
    },
    end: (isEmpty) => (isEmpty ? shownText(context, `${context.paintOut(whenEmpty, 'muted')}\n`) : ''),
  };
}
