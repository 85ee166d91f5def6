import { deadKeyLine } from '../../../insight/attention/key-lines.ts';
import { failsOften, shareOf, type UserFacts, userErrorLines } from '../../../insight/attention/user-errors.ts';
import type { AttentionLine, FailedOfCalls } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { CallSums, UserTraffic } from '../call-sums.ts';
import type { AttentionFeed } from './attention-feed.ts';
import { askEach, type ClosedWindow, hoursUntil, slicesOf } from './hour-slices.ts';

const HOURS = 24;
const DAY_HOURS = 24;
const USUAL_DAYS = 7;
const USUAL_SLICE_HOURS = 6;
// Fewer calls that succeed do not show that it is over.
const FEWEST_GOOD = 5;
const HOUR_MS = 3_600_000;
// Of more users than these not all are asked about their past.
const MOST_CANDIDATES = 100;
const REFUSED = [401, 403].map((status) => {
  const test = { is: 'range', from: status, to: status, isFromOpen: false, isToOpen: false } as const;
  return { kind: 'status', test } as const;
});

/** Findings about the calls of users. */
export interface UserLook {
  readonly lines: readonly AttentionLine[];
  /** Users who called in the window. */
  readonly userCount: number;
  /** False if the log is too young to say what is usual. */
  readonly isUsualKnown: boolean;
}

/** Sources of users, and what holds for all of them. */
export interface UserLookSources {
  readonly sums: Pick<CallSums, 'traffic'>;
  readonly feed: Pick<AttentionFeed, 'atOnce' | 'nameUsers'>;
  readonly thresholds: AttentionThresholds;
  readonly at: Date;
  /** Time from which on the log is known. */
  readonly historyFrom: Date | null;
  /** All users, and those of them whose keys are refused. */
  readonly userIds: readonly Id[];
  readonly inactiveIds: ReadonlySet<Id>;
}

/** Looks at the calls of the last 24 hours by user, hour by hour. */
export async function* lookAtUsers(sources: UserLookSources): AsyncGenerator<undefined, UserLook> {
  const { sums, feed, at, historyFrom, userIds, inactiveIds, thresholds } = sources;
  const window = hoursUntil(at, HOURS);
  const called: Called = { window, hours: [], totals: new Map() };
  for await (const [slice, traffic] of askEach(slicesOf(window, 1), feed.atOnce, (asked) =>
    sums.traffic(asked, userIds, {}),
  )) {
    called.hours.push([slice, traffic]);
    addTo(called.totals, traffic);
    yield undefined;
  }
  // A day of calls before the window is the least that says what is usual.
  const isUsualKnown = historyFrom !== null && historyFrom.getTime() <= window.from.getTime() - DAY_HOURS * HOUR_MS;
  const failing = isUsualKnown ? yield* failingUsers(sources, called) : [];
  const dead = [...called.totals].flatMap(([id, { errorCount }]) =>
    errorCount > 0 && inactiveIds.has(id) ? [id] : [],
  );
  const deadLines = yield* deadKeys(sources, called, new Set(dead.slice(0, MOST_CANDIDATES)));
  const lines = [...userErrorLines(failing, thresholds), ...deadLines];
  return { lines, userCount: called.totals.size, isUsualKnown };
}

interface Called {
  readonly window: ClosedWindow;
  /** Each hour and its traffic, the latest first. */
  readonly hours: (readonly [hour: ClosedWindow, traffic: readonly UserTraffic[]])[];
  readonly totals: Totals;
}

type Totals = Map<Id, { callCount: number; errorCount: number }>;

async function* failingUsers(
  { sums, feed, thresholds, userIds, inactiveIds }: UserLookSources,
  { window, hours, totals }: Called,
): AsyncGenerator<undefined, readonly UserFacts[]> {
  const candidates = [...totals]
    .filter(([id, calls]) => failsOften(calls, thresholds) && !inactiveIds.has(id))
    .toSorted(([, one], [, other]) => other.errorCount - one.errorCount)
    .slice(0, MOST_CANDIDATES);
  if (candidates.length === 0) return [];
  const ids = new Set(candidates.map(([id]) => id));
  const calls = { query: { kind: 'users', ids } } as const;
  const usual: Totals = new Map();
  const slices = slicesOf(hoursUntil(window.from, USUAL_DAYS * DAY_HOURS), USUAL_SLICE_HOURS);
  for await (const [, traffic] of askEach(slices, feed.atOnce, (slice) => sums.traffic(slice, userIds, calls))) {
    addTo(usual, traffic);
    yield undefined;
  }
  const names = await feed.nameUsers([...ids]);
  const byHour = hours.map(
    ([hour, traffic]) => [hour, totalsOf(traffic.filter(({ userId }) => ids.has(userId)))] as const,
  );
  return candidates.flatMap(([userId, ofWindow]) => {
    const username = names.get(userId);
    if (username === undefined) return [];
    const ofUser = byHour.map(([hour, totals]) => [hour, totals.get(userId)] as const);
    const failure = lastFailure(ofUser, thresholds.userErrorShare);
    return [{ userId, username, ...ofWindow, usual: usual.get(userId) ?? NONE, ...failure, window }];
  });
}

const NONE: FailedOfCalls = { callCount: 0, errorCount: 0 };

/** The last run of hours in which so many calls failed: its begin, and its end if calls succeeded after it. */
function lastFailure(
  hours: readonly (readonly [ClosedWindow, FailedOfCalls | undefined])[],
  share: number,
): Pick<UserFacts, 'since' | 'overSince'> {
  let since: Date | null = null;
  let overSince: Date | null = null;
  let goodCount = 0;
  for (const [{ from, to }, calls] of hours) {
    if (calls === undefined) continue;
    const fails = shareOf(calls) >= share;
    if (!fails && since !== null) break;
    if (!fails) goodCount += calls.callCount;
    if (fails && since === null && goodCount >= FEWEST_GOOD) overSince = to;
    if (fails) since = from;
  }
  return { since, overSince };
}

/** Lines for the keys of inactive users that were refused after their last call that was not. */
async function* deadKeys(
  { sums, feed, userIds }: UserLookSources,
  { window, hours }: Called,
  ids: ReadonlySet<Id>,
): AsyncGenerator<undefined, readonly AttentionLine[]> {
  if (ids.size === 0) return [];
  const query = {
    kind: 'and',
    parts: [
      { kind: 'users', ids },
      { kind: 'or', parts: REFUSED },
    ],
  } as const;
  const refused: Totals[] = [];
  const slices = hours.map(([slice]) => slice);
  for await (const [, traffic] of askEach(slices, feed.atOnce, (slice) => sums.traffic(slice, userIds, { query }))) {
    refused.push(totalsOf(traffic));
    yield undefined;
  }
  const all = hours.map(([, traffic]) => totalsOf(traffic.filter(({ userId }) => ids.has(userId))));
  const names = await feed.nameUsers([...ids]);
  return [...ids].flatMap((userId) => {
    const username = names.get(userId);
    const counts = slices.map(({ from }, at) => ({
      from,
      callCount: all[at]?.get(userId)?.callCount ?? 0,
      refusedCount: refused[at]?.get(userId)?.callCount ?? 0,
    }));
    return username === undefined ? [] : (deadKeyLine({ userId, username, ...refusedSince(counts), window }) ?? []);
  });
}

interface RefusedHour {
  readonly from: Date;
  readonly callCount: number;
  readonly refusedCount: number;
}

/** Counts what was refused since the last hour in which something was not: until then the key was good. */
function refusedSince(hours: readonly RefusedHour[]): { readonly callCount: number; readonly since: Date | null } {
  const good = hours.findIndex(({ callCount, refusedCount }) => callCount > refusedCount);
  const since = (good === -1 ? hours : hours.slice(0, good)).filter(({ refusedCount }) => refusedCount > 0);
  return {
    callCount: since.reduce((sum, { refusedCount }) => sum + refusedCount, 0),
    since: since.at(-1)?.from ?? null,
  };
}

function totalsOf(traffic: readonly UserTraffic[]): Totals {
  const totals: Totals = new Map();
  addTo(totals, traffic);
  return totals;
}

function addTo(totals: Totals, traffic: readonly UserTraffic[]): void {
  for (const { userId, callCount, errorCount } of traffic) {
    const total = totals.get(userId);
    if (total === undefined) totals.set(userId, { callCount, errorCount });
    else {
      total.callCount += callCount;
      total.errorCount += errorCount;
    }
  }
}
