import { countAt, HOUR, type HourCounts, hourOf, sumBetween } from './hour-counts.ts';

/** The calls of a group. */
export interface GroupCalls {
  /** Second of the first call ever, since 1970. */
  readonly firstSecond: number;
  readonly hours: HourCounts;
}

/** The log that a group is in, as far as it is known. */
export interface LogCalls {
  /** Number of all calls, failed or not, in each hour of the last 8 days, by its first second since 1970. */
  readonly callsByHour: ReadonlyMap<number, number>;
  /** Its earliest second that is known; null if there is none. */
  readonly earliestSecond: number | null;
  /** Share of it that is known, from 0 to 1. */
  readonly share: number;
}

/** Rise of a group: alone, or as much as all calls. */
export interface Rise {
  readonly kind: 'rising' | 'with traffic';
  /** First second of the hour in which it began, since 1970. */
  readonly sinceSecond: number;
}

/** Hours before an hour that it is compared with. */
export const USUAL_HOURS = 168;

// An hour of no more calls is no rise, nor is a part of one: of a few calls no rate can be guessed.
const FEWEST_CALLS = 10;
const TIMES_USUAL = 3;
const DEVIATIONS = 5;
const TRAFFIC_TOLERANCE = 1.5;
const EARLIEST_GUESS_SECONDS = 600;
// A rise ends after two hours without one.
const HOURS_TO_LEAVE = 2;
const LONGEST_RISE_HOURS = 20;
// A log of less than a day does not know yet what is usual: mornings differ from nights.
const SHORTEST_PAST_HOURS = 24;

/** An hour of a group: its calls, and those that it will have had at its end if it is not over. */
interface ReachedHour {
  readonly hour: number;
  readonly share: number;
}

/** The rise that a group is in; undefined if there is none. */
export function riseOf(group: GroupCalls, log: LogCalls, nowSecond: number): Rise | undefined {
  const running = hourOf(nowSecond);
  const elapsed = nowSecond - running;
  const guessed = elapsed >= EARLIEST_GUESS_SECONDS ? [{ hour: running, share: elapsed / HOUR }] : [];
  const recent = [...guessed, ...fullHoursBefore(running, HOURS_TO_LEAVE)];
  const kinds = recent.map((reached) => [reached.hour, kindOf(group, log, reached)] as const);
  const [latest, kind] =
    kinds.find(([, found]) => found === 'rising') ?? kinds.find(([, found]) => found !== undefined) ?? [];
  return latest === undefined || kind === undefined ? undefined : { kind, sinceSecond: beginOf(group, log, latest) };
}

function fullHoursBefore(hour: number, count: number): readonly ReachedHour[] {
  return Array.from({ length: count }, (_, index) => ({ hour: hour - (index + 1) * HOUR, share: 1 }));
}

/** The hour in which a rise began that reaches to an hour. */
function beginOf(group: GroupCalls, log: LogCalls, latest: number): number {
  let begin = latest;
  for (const reached of fullHoursBefore(latest, LONGEST_RISE_HOURS)) {
    if (begin - reached.hour > HOURS_TO_LEAVE * HOUR) break;
    if (kindOf(group, log, reached) !== undefined) begin = reached.hour;
  }
  return begin;
}

function kindOf(group: GroupCalls, log: LogCalls, { hour, share }: ReachedHour): Rise['kind'] | undefined {
  const callCount = countAt(group.hours, hour);
  if (!isAbove(group, log, { hour, callCount, expected: callCount / share })) return undefined;
  // Both are compared over the same hours, so that their number does not matter.
  const from = hour - USUAL_HOURS * HOUR;
  const ofGroup = sumBetween(group.hours, from, hour).sum;
  const ofAll = sumOfAll(log, from, hour);
  const isWithTraffic = callCount * ofAll <= TRAFFIC_TOLERANCE * (log.callsByHour.get(hour) ?? 0) * ofGroup;
  return isWithTraffic ? 'with traffic' : 'rising';
}

function isAbove(
  { firstSecond, hours }: GroupCalls,
  { earliestSecond, share }: LogCalls,
  { hour, callCount, expected }: { readonly hour: number; readonly callCount: number; readonly expected: number },
): boolean {
  const from = hour - USUAL_HOURS * HOUR;
  const needed = share < 1 ? from : hour - SHORTEST_PAST_HOURS * HOUR;
  if (callCount <= FEWEST_CALLS || earliestSecond === null || earliestSecond > needed) return false;
  const { sum, squares, highest } = sumBetween(hours, from, hour);
  if (firstSecond >= from) return expected > TIMES_USUAL * highest;
  const average = sum / USUAL_HOURS;
  const deviation = Math.sqrt(Math.max(0, squares / USUAL_HOURS - average * average));
  return expected > Math.max(TIMES_USUAL * average, average + DEVIATIONS * deviation);
}

function sumOfAll({ callsByHour }: LogCalls, from: number, to: number): number {
  let sum = 0;
  for (let hour = from; hour < to; hour += HOUR) sum += callsByHour.get(hour) ?? 0;
  return sum;
}
