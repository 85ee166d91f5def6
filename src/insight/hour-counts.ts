/** Number of calls in each hour that has some, by its first second since 1970, in rising order. */
export type HourCounts = readonly (readonly [hourSecond: number, callCount: number])[];

/** Length of an hour in seconds. */
export const HOUR = 3600;

/** Sums of the hours of a span. */
export interface HourSums {
  readonly sum: number;
  readonly squares: number;
  readonly highest: number;
}

/** The first second of the hour of a second. */
export function hourOf(second: number): number {
  return Math.floor(second / HOUR) * HOUR;
}

/** Number of calls in an hour. */
export function countAt(hours: HourCounts, hour: number): number {
  return sumBetween(hours, hour, hour + HOUR).sum;
}

/** The sums of the hours that begin in a span, its end not in it. Recent spans are found soonest. */
export function sumBetween(hours: HourCounts, from: number, to: number): HourSums {
  let [sum, squares, highest] = [0, 0, 0];
  for (let place = hours.length - 1; place >= 0; place -= 1) {
    const [hour, callCount] = hours[place] ?? [from - 1, 0];
    if (hour < from) break;
    if (hour >= to) continue;
    sum += callCount;
    squares += callCount * callCount;
    highest = Math.max(highest, callCount);
  }
  return { sum, squares, highest };
}
