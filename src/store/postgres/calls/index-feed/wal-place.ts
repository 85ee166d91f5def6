/** A place in the WAL that servers have in common, up to which one of them was read. */
export interface WalPlace {
  readonly timeline: number;
  /** Bytes from the beginning of the WAL. */
  readonly at: number;
}

/** Tells whether a place lies before another. */
export function isBefore(one: WalPlace, other: WalPlace): boolean {
  return one.timeline < other.timeline || (one.timeline === other.timeline && one.at < other.at);
}

/** The farther of two places, or the one that is known. */
export function farther(one: WalPlace | undefined, other: WalPlace | undefined): WalPlace | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isBefore(one, other) ? other : one;
}
