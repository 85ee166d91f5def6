/** A period of the log: `from <= date_time`, and `date_time < to` where `to` is given; null means "and all that comes". */
export interface Window {
  readonly from: Date;
  readonly to: Date | null;
}

/** Time that a list is about: a window, or so many hours or days until now; the last 24 hours unless one of them is given. */
export interface ListedTime {
  readonly window?: Window;
  readonly hours?: number;
  readonly days?: number;
}

/** A period as a person names it, counted back from the store's clock, or an exact window. */
export type Period = { readonly hours: number } | { readonly days: number } | Window;
