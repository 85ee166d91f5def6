/** State of a scan of the log, which looks at the calls of a window newest first: an answer holds what was found so far. */
export interface Scan {
  /** Share of the window that was looked at, from 0 to 1. */
  readonly share: number;
  /** Time back to which all calls were looked at; null if none was. */
  readonly backTo: Date | null;
  /** True when all of the window was looked at. */
  readonly isComplete: boolean;
  /** Number of calls found so far, of this window and those looked at before. */
  readonly foundCount: number;
  /** Only if so many calls were found that the scan went no further. */
  readonly isFull?: true;
}
