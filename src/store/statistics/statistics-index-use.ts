/** A statistics index: a file in a folder of ours, made and kept up in the background, or only asked where it is up to date. */
export interface StatisticsIndexUse {
  /** Used only where it is this user's own; otherwise, and where it is undefined, the one who builds keeps the index to itself. */
  readonly folder: string | undefined;
  readonly builds: boolean;
  /** Percentiles of windows with more calls than this are within 1 % instead of exact (30,000 unless given). */
  readonly exactCalls?: number;
  /** How many times as long as it works does the comparison with the log rest (99 unless given). */
  readonly verifyPauses?: number;
}
