/** A run of bars that stand out, by its highest one. */
export interface Peak {
  readonly index: number;
  readonly value: number;
}

/** Kinds of bars: counts vary by chance as much as the root of their average, times by a tenth of it. */
export type BarKind = 'counts' | 'times';

/** So many standard deviations above the average a bar stands out. */
const DEVIATIONS = 3;
// Bars that are high in more than a fifth of the time are a level, not a peak.
const MOST_SHARE = 1 / 5;
const CHANCE_OF_TIMES = 1 / 10;
const FEWEST_BARS = 3;

/**
 * The peaks of a chart in the order of time: bars above average + 3 standard deviations, neighbours as one. High bars raise the
 * average and the deviation that they are measured by, so each is also measured without itself and all higher ones. Null is a
 * bar without a value.
 */
export function peaksOf(bars: readonly (number | null)[], kind: BarKind): readonly Peak[] {
  const values = bars.filter((value) => value !== null && Number.isFinite(value)) as readonly number[];
  if (values.length < FEWEST_BARS) return [];
  const descending = values.toSorted((one, other) => other - one);
  const count = Math.max(countAbove(descending), countStandingOut(descending, kind));
  const least = descending[count - 1];
  if (least === undefined) return [];
  return runs(
    bars.map((value) => value ?? Number.NEGATIVE_INFINITY),
    least,
  );
}

/** Finds the peak that a key goes to: the highest one from nowhere, else the next one in its direction, round the ends. */
export function nextPeak(peaks: readonly Peak[], index: number | null, by: 1 | -1): Peak | undefined {
  if (index === null) return highestOf(peaks);
  return by > 0
    ? (peaks.find((peak) => peak.index > index) ?? peaks[0])
    : (peaks.findLast((peak) => peak.index < index) ?? peaks.at(-1));
}

function highestOf(peaks: readonly Peak[]): Peak | undefined {
  return peaks.reduce<Peak | undefined>((best, peak) => (best && best.value >= peak.value ? best : peak), undefined);
}

/** Number of bars above the average and three deviations of all. */
function countAbove(descending: readonly number[]): number {
  const { average, deviation } = spreadOf(descending);
  const limit = average + DEVIATIONS * deviation;
  // Equal bars have no deviation, and their average may differ from them in its last bit.
  const isAbove = (value: number) => value > limit && value - average > 1e-9 * Math.abs(average);
  return descending.filter(isAbove).length;
}

/** Number of bars that stand out from the rest: the most whose lowest does. */
function countStandingOut(descending: readonly number[], kind: BarKind): number {
  const most = Math.max(1, Math.floor(descending.length * MOST_SHARE));
  for (let count = most; count > 0; count -= 1) {
    const { average, deviation } = spreadOf(descending.slice(count));
    const chance = kind === 'counts' ? Math.sqrt(Math.max(1, average)) : average * CHANCE_OF_TIMES;
    const lowest = descending[count - 1] ?? 0;
    if (lowest > average + DEVIATIONS * Math.max(deviation, chance)) return count;
  }
  return 0;
}

function spreadOf(values: readonly number[]): { readonly average: number; readonly deviation: number } {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
  return { average, deviation: Math.sqrt(variance) };
}

function runs(values: readonly number[], least: number): readonly Peak[] {
  const peaks: Peak[] = [];
  for (const [index, value] of values.entries()) {
    if (value < least) continue;
    const last = peaks.at(-1);
    const continues = index > 0 && (values[index - 1] ?? 0) >= least;
    if (last === undefined || !continues) peaks.push({ index, value });
    else if (value > last.value) peaks[peaks.length - 1] = { index, value };
  }
  return peaks;
}
