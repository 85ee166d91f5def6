import { type RowForm, type RowFormat, rowPieces } from './rows.ts';

/** Signs of life of a long reading, and the signal that ends it. */
export interface SourceWatch {
  readonly onProgress?: (read: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A piece of the text of rows, and how many rows are in it. */
export interface RowText {
  readonly text: string;
  readonly rowCount: number;
}

/** A command that prints the same rows, without its format: `calls`, `--hours 24`. */
export interface RowCommand {
  readonly path: string;
  readonly options: readonly string[];
}

/** Parts of rows that a person copies: of the marked ones, else of the selected one. */
export interface RowCopies {
  /** Names of the selected row, such as its id, each with a word for it. */
  readonly names: readonly { readonly label: string; readonly text: string }[];
  /** The rows in a format, piece by piece; undefined if none is selected. */
  readonly rows: ((format: RowFormat) => AsyncIterable<RowText>) | undefined;
  /** The rows in sight as a table of plain text. */
  readonly tableText: () => string;
  /** The rows in sight as a table in Markdown. */
  readonly tableMarkdown: () => string;
}

/** Words for one row and for many. */
export interface RowNoun {
  readonly one: string;
  readonly many: string;
}

/** Rows of one kind that can be written in every format of rows, however many they are. */
export interface RowSource {
  /** Beginning of a file's name: `top-users`. */
  readonly name: string;
  /** Words for one of the rows and for many: `top user`, `top users`. */
  readonly noun: RowNoun;
  /** Number of the rows as far as it is known. */
  readonly count: number;
  /** True if these are the rows that somebody marked. */
  readonly areMarked: boolean;
  /** The command that prints the same; undefined if there is none. */
  readonly command: RowCommand | undefined;
  readonly copies: RowCopies;
  /** The rows as one document, piece by piece. */
  read(format: RowFormat, watch?: SourceWatch): AsyncGenerator<RowText>;
}

/** The text of rows in a format as one document, piece by piece. */
export async function* rowTexts<Row>(
  format: RowFormat,
  form: RowForm<Row>,
  parts: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<RowText> {
  const pieces = rowPieces(format, form);
  let isFirst = true;
  for await (const part of parts) {
    if (part.length === 0) continue;
    yield { text: pieces.rows(part, isFirst), rowCount: part.length };
    isFirst = false;
  }
  yield { text: pieces.end(isFirst), rowCount: 0 };
}

/** Rows as one document. */
export function rowDocument<Row>(format: RowFormat, form: RowForm<Row>, rows: readonly Row[]): string {
  const pieces = rowPieces(format, form);
  return (rows.length === 0 ? '' : pieces.rows(rows, true)) + pieces.end(rows.length === 0);
}
