import type { CellContext, Column } from '../../columns/column.ts';
import { type RowCommand, type RowNoun, type RowSource, rowDocument, rowTexts } from '../../export/row-source.ts';
import { tableText } from './table-text.ts';

/** A short list of a screen, all of whose rows are at hand. */
export interface ShortList<Row> {
  readonly name: string;
  readonly noun: RowNoun;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** The JSON of a row; itself unless given. */
  readonly document?: (row: Row) => object;
  readonly command?: RowCommand | undefined;
  readonly selected: Row | undefined;
  /** The name of a row, and a word for it: what `y` copies. */
  readonly nameOf: (row: Row) => { readonly label: string; readonly text: string };
  readonly context: CellContext;
}

/** The rows of a short list, for files and the clipboard. */
export function shortSource<Row extends object>(list: ShortList<Row>): RowSource {
  const { name, noun, rows, columns, selected, nameOf, context, document = (row) => row } = list;
  const form = { columns, document };
  return {
    name,
    noun,
    count: rows.length,
    areMarked: false,
    command: list.command,
    copies: {
      names: selected === undefined ? [] : [nameOf(selected)],
      rows: selected === undefined ? undefined : (format) => rowTexts(format, form, [[selected]]),
      tableText: () => tableText(columns, rows, context),
      tableMarkdown: () => rowDocument('markdown', form, rows),
    },
    read: (format) => rowTexts(format, form, [rows]),
  };
}
