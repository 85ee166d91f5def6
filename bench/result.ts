/** Unit of a figure; `×` is one figure divided by another. */
export type Unit =
  | 'µs'
  | 'ms'
  | 's'
  | '×'
  | '%'
  | 'MB'
  | 'bytes'
  | 'calls'
  | 'rows/s'
  | 'calls/s'
  | 'requests/s'
  | 'ms/s'
  | 'bytes/s'
  | 'times';

/** A number that was measured. */
export interface Figure {
  readonly amount: number;
  readonly unit: Unit;
}

/** Content of a column of a row: a figure, words, or null where there is nothing to measure. */
export type Cell = Figure | string | null;

/** A piece of work with what was measured of it, a cell for each column of the section. */
export interface Row {
  readonly work: string;
  readonly cells: readonly Cell[];
}

/** A part of the table: rows that are measured alike, and a sentence or two on how and on what. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A figure, or null where nothing was measured. */
export function figure(amount: number | null | undefined, unit: Unit): Figure | null {
  return amount === null || amount === undefined || Number.isNaN(amount) ? null : { amount, unit };
}

/** Divides `amount` by `base`; null where one of them is missing. */
export function ratio(amount: number | null | undefined, base: number | null | undefined): Figure | null {
  return amount === null || amount === undefined || !base ? null : figure(amount / base, '×');
}

/** The value below which this share of the numbers lies, from 0 to 1; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle one of the numbers; NaN of none. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}
