/** How many rows a cleanup would delete, of how many. */
export interface CleanupEstimate {
  readonly matching: number;
  readonly total: number;
}
