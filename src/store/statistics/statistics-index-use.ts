/** A statistics index: a file in a folder of ours, made and kept up in the background, or only asked if it is up to date. */
export interface StatisticsIndexUse {
  /** Used only if it is this user's own; otherwise, and if it is undefined, whoever builds keeps the index to itself. */
  readonly folder: string | undefined;
  readonly builds: boolean;
  /** Percentiles of windows with more calls than this are within 1 % instead of exact (30,000 unless given). */
  readonly exactCalls?: number;
  /**
   * Length of the rest between comparisons with the log, as a multiple of the time that they take (99 unless given).
   */
  readonly verifyPauses?: number;
}
