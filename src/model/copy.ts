/** A sum over the rows of a table on both sides of a copy; a time is UTC text, or `none`. */
export interface CopyCheck {
  readonly table: string;
  readonly measure: string;
  readonly source: bigint | string;
  readonly target: bigint | string;
}
