import type { GroupState } from '../model/error-group.ts';
import { HOUR, type HourCounts, hourOf, sumBetween } from './hour-counts.ts';
import { type GroupCalls, type LogCalls, type Rise, riseOf, USUAL_HOURS } from './rising.ts';

const DAY = 24 * HOUR;
const NEW_SECONDS = DAY;
const REACH_SECONDS = 2 * DAY;
const SILENT_SECONDS = 7 * DAY;
/** Number of calls that make a group new, or one that came back. */
export const FEWEST_TO_COUNT = 2;

/** Signs of a group that need no person: what its calls and those of the log show. */
export interface GroupSigns {
  /** True if it was first seen in the last 24 hours, at least twice, in a log that reaches back 48 hours and is known. */
  readonly isNew: boolean;
  /** True if it came back in the last 24 hours, at least twice, after 7 days of silence or more. */
  readonly isBack: boolean;
  readonly rise: Rise | undefined;
  /** Average number of calls in an hour, of the last 168 hours. */
  readonly usualPerHour: number;
}

/** Reads the signs of a group. */
export function signsOf(group: GroupCalls, log: LogCalls, nowSecond: number): GroupSigns {
  return {
    isNew: isNew(group, log, nowSecond),
    isBack: isBack(group.hours, nowSecond),
    rise: riseOf(group, log, nowSecond),
    usualPerHour: usualPerHour(group, log, nowSecond),
  };
}

/** The strongest state that a group is in. */
export function stateOf(
  { isNew, rise }: GroupSigns,
  { isRegressed, isInWindow }: { readonly isRegressed: boolean; readonly isInWindow: boolean },
): GroupState {
  if (isRegressed) return 'regressed';
  if (rise?.kind === 'rising') return 'rising';
  if (isNew) return 'new';
  if (rise !== undefined) return 'with traffic';
  return isInWindow ? 'steady' : 'quiet';
}

function isNew({ firstSecond, hours }: GroupCalls, { earliestSecond, share }: LogCalls, nowSecond: number): boolean {
  if (share < 1 || earliestSecond === null || earliestSecond > nowSecond - REACH_SECONDS) return false;
  return firstSecond >= nowSecond - NEW_SECONDS && callsFrom(hours, 0) >= FEWEST_TO_COUNT;
}

function isBack(hours: HourCounts, nowSecond: number): boolean {
  for (let place = hours.length - 1; place > 0; place -= 1) {
    const [hour] = hours[place] ?? [0];
    const [before] = hours[place - 1] ?? [hour];
    if (hour + HOUR <= nowSecond - NEW_SECONDS) return false;
    if (hour - (before + HOUR) >= SILENT_SECONDS) return callsFrom(hours, hour) >= FEWEST_TO_COUNT;
  }
  return false;
}

function callsFrom(hours: HourCounts, from: number): number {
  return sumBetween(hours, from, Number.POSITIVE_INFINITY).sum;
}

function usualPerHour({ hours }: GroupCalls, { earliestSecond }: LogCalls, nowSecond: number): number {
  const running = hourOf(nowSecond);
  const from = Math.max(running - USUAL_HOURS * HOUR, hourOf(earliestSecond ?? running));
  return sumBetween(hours, from, running).sum / Math.max(1, (running - from) / HOUR);
}
