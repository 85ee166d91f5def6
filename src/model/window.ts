/** A period of the log: `from <= date_time`, and `date_time < to` where `to` is given; null means "and all that comes". */
export interface Window {
  readonly from: Date;
  readonly to: Date | null;
}

/** A period as a person names it, counted back from the store's clock, or an exact window. */
export type Period = { readonly hours: number } | { readonly days: number } | Window;
