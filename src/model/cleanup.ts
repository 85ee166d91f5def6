/** Number of rows that a cleanup would delete, and the total. */
export interface CleanupEstimate {
  /** Number of rows that are old enough to be deleted. */
  readonly matching: number;
  /** Number of all rows. */
  readonly total: number;
}
