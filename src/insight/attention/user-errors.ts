import type { AttentionLine, FailedOfCalls } from '../../model/attention.ts';
import type { Id } from '../../model/id.ts';
import type { AttentionThresholds } from '../../model/settings.ts';
import type { Window } from '../../model/window.ts';

/** A user's calls in a window, and in the 7 days before it. */
export interface UserFacts extends FailedOfCalls {
  readonly userId: Id;
  readonly username: string;
  readonly usual: FailedOfCalls;
  readonly since: Date | null;
  /** Time since when their calls succeed again; null if they do not. */
  readonly overSince: Date | null;
  readonly window: Window;
}

const BAD_SHARE = 0.5;
/** So many users have a line each; of more there is one for all. */
export const MOST_USER_LINES = 5;

/** Share of calls that failed, from 0 to 1; 0 if there are none. */
export function shareOf({ callCount, errorCount }: FailedOfCalls): number {
  return callCount === 0 ? 0 : errorCount / callCount;
}

/** Tells whether so many of a user's calls failed that their usual share matters. */
export function failsOften(calls: FailedOfCalls, { userMinCalls, userErrorShare }: AttentionThresholds): boolean {
  return calls.callCount >= userMinCalls && shareOf(calls) >= userErrorShare;
}

/** Lines for users of whose calls many more fail than usual; one line if they are many. */
export function userErrorLines(users: readonly UserFacts[], thresholds: AttentionThresholds): readonly AttentionLine[] {
  const failing = users.filter((facts) => failsUnusually(facts, thresholds));
  const [first] = failing;
  if (first === undefined || failing.length <= MOST_USER_LINES) return failing.map(toLine);
  const sum = (of: (facts: UserFacts) => number) => failing.reduce((total, facts) => total + of(facts), 0);
  const begins = failing.flatMap(({ since }) => since?.getTime() ?? []);
  const counts = { callCount: sum(({ callCount }) => callCount), errorCount: sum(({ errorCount }) => errorCount) };
  const ends = failing.map(({ overSince: end }) => end);
  const overSince = ends.every((end) => end !== null) ? new Date(Math.max(...ends.map(Number))) : null;
  return [
    {
      kind: 'errors of many',
      id: 'errors of many',
      danger: overSince === null ? 'bad' : 'low',
      since: begins.length === 0 ? null : new Date(Math.min(...begins)),
      measure: failing.length,
      ...counts,
      overSince,
      userCount: failing.length,
      usernames: failing.slice(0, 3).map(({ username }) => username),
      window: first.window,
    },
  ];
}

function failsUnusually({ usual, ...calls }: UserFacts, thresholds: AttentionThresholds): boolean {
  if (!failsOften(calls, thresholds)) return false;
  // Products of whole numbers are exact, and shares are not: three times 10 % is 30 %.
  const usually = thresholds.userErrorFactor * usual.errorCount * calls.callCount;
  return calls.errorCount * Math.max(1, usual.callCount) >= usually;
}

function toLine(facts: UserFacts): AttentionLine {
  const share = shareOf(facts);
  const danger = facts.overSince !== null ? 'low' : share >= BAD_SHARE ? 'bad' : 'raised';
  return { kind: 'user errors', id: `user errors ${facts.userId}`, danger, measure: share, ...facts };
}
