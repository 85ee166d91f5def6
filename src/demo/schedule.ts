import type { Random } from './random.ts';

const SLOT_SECONDS = 60;

/** Time range to fill, number of calls to fill it with, and their intensity over time (in any unit). */
export interface ScheduleOptions {
  /** Seconds since 1970, `to` not in it. */
  readonly from: number;
  readonly to: number;
  readonly callCount: number;
  readonly intensityAt: (epochSeconds: number) => number;
  readonly random: Random;
}

/** The times of exactly `callCount` calls in seconds since 1970, earliest first. */
export function* schedule(options: ScheduleOptions): Generator<number> {
  const { from, to, callCount, random } = options;
  const weights = slotWeights(options);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weightSoFar = 0;
  let callsSoFar = 0;
  for (const [slot, weight] of weights.entries()) {
    weightSoFar += weight;
    const isLast = slot === weights.length - 1;
    const callsUpTo = isLast ? callCount : Math.round((weightSoFar / total) * callCount);
    const startsAt = from + slot * SLOT_SECONDS;
    const length = Math.min(SLOT_SECONDS, to - startsAt);
    const offsets = Float64Array.from({ length: callsUpTo - callsSoFar }, () => random.next() * length).sort();
    for (const offset of offsets) yield startsAt + Math.floor(offset);
    callsSoFar = callsUpTo;
  }
}

/** Returns the expected calls per second at a time, at the rate at which `callCount` calls fill the time range. */
export function callRate(options: Omit<ScheduleOptions, 'random'>): (epochSeconds: number) => number {
  const { callCount, intensityAt } = options;
  const total = expectedWeights(options).reduce((sum, weight) => sum + weight, 0) * SLOT_SECONDS;
  return (epochSeconds) => (total > 0 ? (callCount * intensityAt(epochSeconds)) / total : 0);
}

/** Weighs each minute by the intensity at its middle, with the randomness of real arrivals. */
function slotWeights({ callCount, random, ...stretch }: ScheduleOptions): Float64Array {
  const expected = expectedWeights(stretch);
  const perCall = expected.reduce((sum, value) => sum + value, 0) / Math.max(1, callCount);
  return expected.map((value) => {
    const calls = value / perCall;
    return Math.max(0, calls * (1 + 0.06 * random.normal()) + Math.sqrt(calls) * random.normal());
  });
}

function expectedWeights({
  from,
  to,
  intensityAt,
}: Pick<ScheduleOptions, 'from' | 'to' | 'intensityAt'>): Float64Array {
  const slotCount = Math.max(1, Math.ceil((to - from) / SLOT_SECONDS));
  return Float64Array.from({ length: slotCount }, (_, slot) => intensityAt(from + (slot + 0.5) * SLOT_SECONDS));
}
