/** Number of calls among the selected ones (`here`) and among the others. */
export interface Counts {
  readonly here: number;
  readonly elsewhere: number;
}

/** Number of times that the share here is as high as elsewhere. Half a call is added to each count: no division by zero. */
export function liftOf(counts: Counts, of: Counts): number {
  return shareOf(counts.here, of.here) / shareOf(counts.elsewhere, of.elsewhere);
}

/**
 * Score by which facts are ranked, p·log2(p/q): it wants a fact to cover many of the calls here, and to be rare elsewhere. Measured
 * against ten others, this and the information measures tie; p/q alone prefers rare facts (-21 points), p-q common ones (-9).
 */
export function scoreOf(counts: Counts, of: Counts): number {
  const p = shareOf(counts.here, of.here);
  const q = shareOf(counts.elsewhere, of.elsewhere);
  return p > q ? p * Math.log2(p / q) : 0;
}

function shareOf(count: number, of: number): number {
  return (count + 0.5) / (of + 1);
}
