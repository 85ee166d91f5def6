import type { ErrorShareScale } from '../model/settings.ts';

/** Meaning of a colour; each face chooses the actual colour, and the text must say everything without colours. */
export type Tone = 'plain' | 'strong' | 'muted' | 'good' | 'warn' | 'bad' | 'accent' | 'chart' | 'second';

/** A piece of a row, already printable; it may be wider than its column. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

/** Context of a cell beside its record: the current time, local time or UTC, the characters of charts, and the scale of danger of error shares. */
export interface CellContext {
  readonly now: Date;
  readonly utc: boolean;
  readonly style: 'blocks' | 'ascii';
  readonly errorShare: ErrorShareScale;
}

/** Turns a record into a cell. Widths are in terminal cells; the highest priority number is dropped first, 0 last. */
export interface Column<Row> {
  readonly id: string;
  /** Empty where the column only draws what another one says; such a column is not useful in CSV. */
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly minWidth: number;
  readonly maxWidth?: number;
  readonly grow?: number;
  readonly priority: number;
  /** The name by which the store sorts by this column. */
  readonly sort?: string;
  /** The cell for a person; `width` is what there is room for, Infinity if it does not matter. */
  cell(row: Row, context: CellContext, width: number): Cell;
  /** The raw value for CSV: untouched text, numbers without units, times as ISO 8601 UTC. */
  value(row: Row): string | number | bigint | boolean | null;
}
