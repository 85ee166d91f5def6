import { comparedWindow } from '../../insight/compared-window.ts';
import type { Clock } from '../../live/clock.ts';
import type { Window } from '../../model/window.ts';
import { formatWindow, type SpanContext, spanEnds, spanWords, zoneName } from '../../text/format.ts';
import type { WindowChoice } from './window-choice.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The exact window of a choice at this moment. A live one has no end: what comes belongs to it. */
export function windowAt(choice: WindowChoice, clock: Clock): Window {
  return windowOf(choice, clock.now());
}

/** The exact window of a choice at a moment. */
export function windowOf(choice: WindowChoice, now: Date): Window {
  return { from: startOf(choice, choice.endsAt ?? wholeSecond(now)), to: choice.endsAt };
}

/** The window of the same length just before it. */
export function windowBefore(window: Window, choice: WindowChoice): Window {
  return { from: startOf(choice, window.from), to: window.from };
}

/** The window that one is compared with: just before it, or so many weeks that the days of the week are the same. */
export function windowCompared(window: Window, { hours }: WindowChoice): Window & { readonly to: Date } {
  return comparedWindow(window, Math.round(hours * hourMs));
}

/** A window together with the one before it, which it is compared with on the screen. */
export function withWindowBefore(window: Window, choice: WindowChoice): Window {
  return { from: windowBefore(window, choice).from, to: window.to };
}

/** The choice of exactly this span. */
export function pinnedTo(from: Date, to: Date): WindowChoice {
  return { hours: (to.getTime() - from.getTime()) / hourMs, endsAt: to };
}

/** The choice of a bar's span, widened to whole minutes; undefined if the window shows no more than that already. */
export function zoomedTo(
  { from, to }: { readonly from: Date; readonly to: Date },
  shown: WindowChoice,
): WindowChoice | undefined {
  const zoomed = pinnedTo(
    new Date(Math.floor(from.getTime() / minuteMs) * minuteMs),
    new Date(Math.ceil(to.getTime() / minuteMs) * minuteMs),
  );
  return zoomed.hours < shown.hours ? zoomed : undefined;
}

/** A word that names the choice among others, for keys of questions. */
export function windowKey(choice: WindowChoice): string {
  return `${choice.hours}h ${choice.endsAt?.getTime() ?? 'live'}`;
}

/** `last 24 h`, or from when to when it is, in which zone. */
export function windowLabel(choice: WindowChoice, context: SpanContext): string {
  if (!choice.endsAt) return `last ${formatWindow(choice.hours)}`;
  const { endsAt } = choice;
  return `${spanWords(startOf(choice, endsAt), endsAt, context)} ${zoneName(endsAt, context.utc)}`;
}

/** The window behind what happened in it: `in the last 24 h`, `from Tue 24 Nov 17:10 to 17:30 CET`. */
export function windowPhrase(choice: WindowChoice, context: SpanContext): string {
  if (!choice.endsAt) return `in the ${windowLabel(choice, context)}`;
  const { endsAt } = choice;
  const { first, last } = spanEnds(startOf(choice, endsAt), endsAt, context);
  return `from ${first} to ${last} ${zoneName(endsAt, context.utc)}`;
}

/** Returns the end of the bucket that holds a moment; buckets are whole multiples of their length since 1970. */
export function bucketEnd(time: Date, seconds: number): Date {
  const lengthMs = seconds * 1000;
  return new Date((Math.floor(time.getTime() / lengthMs) + 1) * lengthMs);
}

function startOf({ hours }: WindowChoice, end: Date): Date {
  return new Date(end.getTime() - Math.round(hours * hourMs));
}

/** Of how long a time sums are kept, and how many of the buckets that are wanted will do where they take as long. */
export interface ReadyBuckets {
  readonly seconds: number;
  readonly leastShare: number;
}

/** Sums that are kept of all calls, and of one user's. Shorter buckets are added up call by call, which more detail is not worth. */
export const readyBuckets = {
  all: { seconds: 300, leastShare: 2 / 3 },
  user: { seconds: 3600, leastShare: 1 / 2 },
} satisfies Readonly<Record<string, ReadyBuckets>>;

/**
 * The width of a chart’s buckets: the longest that still makes `buckets` of them, or the least share of that where sums are ready,
 * and that divides the hour or the day.
 */
export function secondsPerBucket(hours: number, buckets: number, ready: ReadyBuckets = readyBuckets.all): number {
  const lengths = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400];
  const wanted = (hours * 3600) / Math.max(1, buckets);
  if (wanted < ready.seconds && wanted >= ready.seconds * ready.leastShare) return ready.seconds;
  return lengths.findLast((length) => length <= wanted) ?? 10;
}

/** The second that a moment lies in. */
export function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
