/** A period of the log: `from <= date_time`, and `date_time < to` where `to` is given; null means "and all that comes". */
export interface Window {
  /** First moment of the period. */
  readonly from: Date;
  /** First moment after the period; null if it has no end. */
  readonly to: Date | null;
}

/** Time that a list is about: a window, or so many hours or days until now; the last 24 hours unless one of them is given. */
export interface ListedTime {
  /** Exact period. */
  readonly window?: Window;
  /** Number of hours until now. */
  readonly hours?: number;
  /** Number of days until now. */
  readonly days?: number;
}

/** A period as a person names it, counted back from the store's clock, or an exact window. */
export type Period =
  | {
      /** Number of hours until now. */
      readonly hours: number;
    }
  | {
      /** Number of days until now. */
      readonly days: number;
    }
  | Window;
