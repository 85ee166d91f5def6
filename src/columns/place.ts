import { fitColumns } from '../text/layout.ts';
import type { Column } from './column.ts';

/** A column with the width it got, in cells. */
export interface PlacedColumn<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** Chooses the columns that fit into a width with a gap between them; `sizes` says what each wants, if that is not its own. */
export function placeColumns<Row>(
  columns: readonly Column<Row>[],
  width: number,
  gap: number,
  sizes: (column: Column<Row>) => Partial<Parameters<typeof fitColumns>[0][number]> = () => ({}),
): readonly PlacedColumn<Row>[] {
  const fitted = fitColumns(
    columns.map((column) => ({ ...column, ...sizes(column) })),
    width,
    gap,
  );
  return fitted.flatMap((place) => {
    const column = columns.find(({ id }) => id === place.id);
    return column ? [{ column, width: place.width }] : [];
  });
}
