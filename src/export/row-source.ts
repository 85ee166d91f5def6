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

/** Rows of one kind that can be written in every format of rows, however many they are. */
export interface RowSource {
  /** Beginning of a file's name: `top-users`. */
  readonly name: string;
  /** A word for many of the rows: `top users`. */
  readonly noun: string;
  /** Number of the rows as far as it is known. */
  readonly count: number;
  /** True if these are the rows that somebody marked. */
  readonly areMarked: boolean;
  /** The command that prints the same; undefined if there is none. */
  readonly command: RowCommand | undefined;
  /** The rows as one document, piece by piece. */
  read(format: RowFormat, watch?: SourceWatch): AsyncGenerator<RowText>;
}

/** Parts that a source of rows is made of. */
export interface RowSourceParts<Row> extends Omit<RowSource, 'read'> {
  readonly form: RowForm<Row>;
  readonly rows: (format: RowFormat, watch: SourceWatch) => AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}

/** Makes a source of rows. */
export function rowSource<Row>({ form, rows, ...facts }: RowSourceParts<Row>): RowSource {
  return {
    ...facts,
    async *read(format, watch = {}) {
      const pieces = rowPieces(format, form);
      let isFirst = true;
      for await (const part of rows(format, watch)) {
        if (part.length === 0) continue;
        yield { text: pieces.rows(part, isFirst), rowCount: part.length };
        isFirst = false;
      }
      yield { text: pieces.end(isFirst), rowCount: 0 };
    },
  };
}

/** Makes a source of rows that are all at hand. */
export function rowsAtHand<Row>({
  rows,
  ...parts
}: Omit<RowSourceParts<Row>, 'rows' | 'count' | 'areMarked'> & { readonly rows: readonly Row[] }): RowSource {
  return rowSource({ ...parts, count: rows.length, areMarked: false, rows: () => [rows] });
}
