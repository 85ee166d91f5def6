import type { BoundQuery } from '../../../filter/bound-query.ts';
import { failsOften, shareOf, type UserFacts, userErrorLines } from '../../../insight/attention/user-errors.ts';
import type { AttentionLine, FailedOfCalls } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { CallSums, UserTraffic } from '../call-sums.ts';
import type { AttentionFeed } from './attention-feed.ts';
import { askEach, type ClosedWindow, hoursUntil, slicesOf } from './hour-slices.ts';
import { lookAtDeadKeys } from './look-at-dead-keys.ts';
import { type HourOfUser, hoursOf } from './user-hours.ts';

const HOURS = 24;
const DAY_HOURS = 24;
const USUAL_DAYS = 7;
const USUAL_SLICE_HOURS = 6;
// Fewer calls that succeed do not show that it is over.
const FEWEST_GOOD = 5;
const HOUR_MS = 3_600_000;
// Of more users than these not all are asked about their past.
const MOST_CANDIDATES = 100;

/** Findings about the calls of users. */
export interface UserLook {
  readonly lines: readonly AttentionLine[];
  /** Users who called in the window. */
  readonly callers: ReadonlySet<Id>;
  /** False if the log is too young to say what is usual. */
  readonly isUsualKnown: boolean;
}

/** Sources of users, and what holds for all of them. */
export interface UserLookSources {
  readonly sums: Pick<CallSums, 'traffic' | 'timeline' | 'knownErrorCount'>;
  readonly feed: Pick<AttentionFeed, 'atOnce' | 'nameUsers'>;
  readonly thresholds: AttentionThresholds;
  readonly at: Date;
  /** Time from which on the log is known. */
  readonly historyFrom: Date | null;
  /** All users, and those of them whose keys are refused. */
  readonly userIds: readonly Id[];
  readonly inactiveIds: ReadonlySet<Id>;
}

/** Looks at the calls of the last 24 hours by user: all at once where they are added up already, else hour by hour. */
export async function* lookAtUsers(sources: UserLookSources): AsyncGenerator<undefined, UserLook> {
  const { sums, at, historyFrom, inactiveIds, thresholds } = sources;
  const window = hoursUntil(at, HOURS);
  const isAddedUp = (await sums.knownErrorCount(window)) !== undefined;
  const totals: Totals = new Map();
  for await (const [, traffic] of traffics(sources, isAddedUp ? [window] : slicesOf(window, 1))) {
    addTo(totals, traffic);
    yield undefined;
  }
  // A day of calls before the window is the least that says what is usual.
  const isUsualKnown = historyFrom !== null && historyFrom.getTime() <= window.from.getTime() - DAY_HOURS * HOUR_MS;
  const failing = isUsualKnown ? yield* failingUsers(sources, window, { totals, isAddedUp }) : [];
  const dead = [...totals].flatMap(([id, { errorCount }]) => (errorCount > 0 && inactiveIds.has(id) ? [id] : []));
  const deadLines = yield* lookAtDeadKeys(sources, window, new Set(dead.slice(0, MOST_CANDIDATES)));
  const lines = [...userErrorLines(failing, thresholds), ...deadLines];
  return { lines, callers: new Set(totals.keys()), isUsualKnown };
}

type Totals = Map<Id, { callCount: number; errorCount: number }>;

/** The traffic of each slice, or of the calls in it that fit. */
function traffics(
  { sums, feed, userIds }: UserLookSources,
  slices: readonly ClosedWindow[],
  query?: BoundQuery,
): AsyncGenerator<readonly [slice: ClosedWindow, traffic: readonly UserTraffic[]], void> {
  return askEach(slices, feed.atOnce, (slice) => sums.traffic(slice, userIds, { query }));
}

async function* failingUsers(
  sources: UserLookSources,
  window: ClosedWindow,
  { totals, isAddedUp }: { readonly totals: Totals; readonly isAddedUp: boolean },
): AsyncGenerator<undefined, readonly UserFacts[]> {
  const { feed, thresholds, inactiveIds } = sources;
  const candidates = [...totals]
    .filter(([id, calls]) => failsOften(calls, thresholds) && !inactiveIds.has(id))
    .toSorted(([, one], [, other]) => other.errorCount - one.errorCount)
    .slice(0, MOST_CANDIDATES);
  if (candidates.length === 0) return [];
  const ids = new Set(candidates.map(([id]) => id));
  const query = { kind: 'users', ids } as const;
  const usual: Totals = new Map();
  const before = hoursUntil(window.from, USUAL_DAYS * DAY_HOURS);
  const slices = isAddedUp ? [before] : slicesOf(before, USUAL_SLICE_HOURS);
  for await (const [, traffic] of traffics(sources, slices, query)) {
    addTo(usual, traffic);
    yield undefined;
  }
  const names = await feed.nameUsers([...ids]);
  const users: UserFacts[] = [];
  const hours = (userId: Id) => hoursOf(sources.sums, window, { userId });
  for await (const [userId, ofUser] of askEach([...ids], feed.atOnce, hours)) {
    const failure = lastFailure(ofUser, thresholds.userErrorShare);
    const calls = totals.get(userId) ?? NONE;
    const username = names.get(userId);
    if (username !== undefined)
      users.push({ userId, username, ...calls, usual: usual.get(userId) ?? NONE, ...failure, window });
    yield undefined;
  }
  return users;
}

const NONE: FailedOfCalls = { callCount: 0, errorCount: 0 };

/** The last run of hours in which so many calls failed: its begin, and its end if calls succeeded after it. */
function lastFailure(hours: readonly HourOfUser[], share: number): Pick<UserFacts, 'since' | 'overSince'> {
  let since: Date | null = null;
  let overSince: Date | null = null;
  let goodCount = 0;
  for (const [{ from, to }, calls] of hours) {
    const fails = shareOf(calls) >= share;
    if (!fails && since !== null) break;
    if (!fails) goodCount += calls.callCount;
    if (fails && since === null && goodCount >= FEWEST_GOOD) overSince = to;
    if (fails) since = from;
  }
  return { since, overSince };
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
