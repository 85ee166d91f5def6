import type { DemoUser } from './users.ts';

/** A stretch of time, in seconds since 1970, the end not in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Monthly incidents: an upstream that is down, and a user who releases a broken client. */
export interface Incidents {
  readonly outage: Span;
  readonly badRelease: Span & { readonly userId: number };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

/** The incidents of a demo that begins now: about 9 days ago in the afternoon, and 14 hours ago; months later they come again. */
export function incidentsBefore(now: number, users: readonly DemoUser[]): Incidents {
  const outageFrom = Math.floor((now - 9 * DAY) / DAY) * DAY + 13 * HOUR + 10 * MINUTE;
  const releaseFrom = now - 14 * HOUR;
  const present = users.filter((user) => user.lastCallAt === null && user.createdAt < releaseFrom);
  const [, , third = present[0]] = present.toSorted((a, b) => b.weight - a.weight);
  return {
    outage: { from: outageFrom, to: outageFrom + 50 * MINUTE },
    badRelease: { from: releaseFrom, to: releaseFrom + 25 * MINUTE, userId: third?.id ?? 0 },
  };
}

/** Tells whether a time lies in a span, or in one of its monthly repetitions after it. */
export function isWithin(span: Span, epochSeconds: number): boolean {
  return epochSeconds >= span.from && (epochSeconds - span.from) % MONTH < span.to - span.from;
}
