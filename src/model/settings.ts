/** Shares of errors from which a number is raised, and from which something is wrong; from 0 to 1. */
export interface ErrorShareScale {
  readonly raised: number;
  readonly bad: number;
}

/** Limits from which something is worth an operator's attention. Shares are from 0 to 1. */
export interface AttentionThresholds {
  /** A user's share of errors, and its factor over their own share of the last 7 days. */
  readonly userErrorShare: number;
  readonly userErrorFactor: number;
  /** Calls below which a user's share of errors says nothing. */
  readonly userMinCalls: number;
  /** Factor of a route's p95 over that of the same hours of the last 7 days, and its calls at least. */
  readonly routeSlowFactor: number;
  readonly routeMinCalls: number;
  /** Age of an active key that was never used, and silence of one that was. */
  readonly neverUsedDays: number;
  readonly idleDays: number;
  /** Share of classifications that failed. */
  readonly cacheFailureShare: number;
  /** Growth of the database in 30 days, in bytes. */
  readonly growthBytes: number;
}

/** Limits that the console judges numbers by. */
export interface Thresholds {
  readonly errorShare: ErrorShareScale;
  readonly attention: AttentionThresholds;
}

/** The limits where nobody chose others. */
export const defaultThresholds: Thresholds = {
  errorShare: { raised: 0.01, bad: 0.05 },
  attention: {
    userErrorShare: 0.2,
    userErrorFactor: 3,
    userMinCalls: 50,
    routeSlowFactor: 2,
    routeMinCalls: 100,
    neverUsedDays: 14,
    idleDays: 90,
    cacheFailureShare: 0.05,
    growthBytes: 1_000_000_000,
  },
};
