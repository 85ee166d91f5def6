/** Number of rows that a cleanup would delete, and the total. */
export interface CleanupEstimate {
  readonly matching: number;
  readonly total: number;
}
