import type { CellContext } from '../../columns/column.ts';
import type { PlacedColumn } from '../../columns/place.ts';
import type { Theme } from '../theme/theme.ts';
import { paintRow, type RowPaint } from './table.ts';

/** Marks of a row that change its look. */
export type RowLook = Pick<RowPaint, 'isSelected' | 'isMarked' | 'isMuted'>;

interface PaintedRow {
  readonly stamp: string;
  readonly text: string;
}

/**
 * The painted rows of a list in its columns. A row that was painted in the same second looks the same: a move of the cursor paints
 * two rows, not a screen of them.
 */
export class PaintedRows<Row extends object> {
  readonly #columns: readonly PlacedColumn<Row>[];
  readonly #theme: Theme;
  readonly #width: number;
  readonly #painted = new WeakMap<Row, PaintedRow>();

  constructor(columns: readonly PlacedColumn<Row>[], { theme, width }: Pick<RowPaint, 'theme' | 'width'>) {
    this.#columns = columns;
    this.#theme = theme;
    this.#width = width;
  }

  /** The painted line of a row. */
  line(row: Row, context: CellContext, look: RowLook): string {
    const second = Math.floor(context.now.getTime() / 1000);
    const stamp = [second, context.utc, look.isSelected, look.isMarked, look.isMuted].join(' ');
    const known = this.#painted.get(row);
    if (known?.stamp === stamp) return known.text;
    const text = paintRow(row, this.#columns, { theme: this.#theme, width: this.#width, context, ...look });
    this.#painted.set(row, { stamp, text });
    return text;
  }
}
