import { setImmediate as nextTurn } from 'node:timers/promises';
import { cacheLine } from '../../../insight/attention/cache-line.ts';
import { growthLine } from '../../../insight/attention/growth-line.ts';
import type { AttentionLine, AttentionSubject, Look, LookState } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { CallSums } from '../call-sums.ts';
import type { TriageBook } from '../triage-book.ts';
import type { AttentionFeed } from './attention-feed.ts';
import type { KeyUses } from './key-uses.ts';
import { type GroupLook, lookAtGroups } from './look-at-groups.ts';
import { lookAtRoutes, type RouteLook } from './look-at-routes.ts';
import { lookAtUsers } from './look-at-users.ts';

const DAY_MS = 86_400_000;
const GROWTH_DAYS = 7;

/** Sources of all that is looked at. */
export interface AttentionSources {
  readonly now: () => Date;
  readonly sums: CallSums;
  readonly triage: TriageBook;
  readonly feed: AttentionFeed;
}

/** Findings of one look, whatever was set aside. */
export interface Found {
  readonly at: Date;
  readonly lookedAt: Date;
  readonly newestCallAt: Date | null;
  readonly groups: GroupLook;
  readonly lines: readonly AttentionLine[];
  readonly looks: readonly Look[];
}

/** Looks at one subject after the other in short pieces, each with what is known so far. */
export async function* lookAround(
  sources: AttentionSources,
  uses: KeyUses,
  thresholds: AttentionThresholds,
): AsyncGenerator<Found, Found> {
  const { feed, sums } = sources;
  const lookedAt = sources.now();
  const newestCallAt = await feed.newestCallAt();
  const at = judgedAt(newestCallAt, lookedAt);
  const groups = await lookAtGroups(sources, at);
  const { historyFrom } = groups;
  const found = new Finds({ at, lookedAt, newestCallAt, groups });
  found.take('groups', groups.historyShare < 1 ? 'history' : 'done', groups.groupCount);
  yield found.state();
  await nextTurn();
  const asked = { sums, thresholds, at, historyFrom };
  const routes = yield* found.during(lookAtRoutes({ ...asked, atOnce: feed.atOnce, newestCallAt }));
  found.take('routes', stateOfRoutes(routes, groups), routes.routeCount, routes.lines);
  const keys = yield* found.during(uses.look(at, thresholds));
  const users = yield* found.during(lookAtUsers({ ...asked, feed, ...keys }));
  const stateOfUsers = users.isUsualKnown ? 'done' : unknownPast(groups);
  const userCount = users.callers.size;
  found.take('users', userCount === 0 ? 'no calls' : stateOfUsers, userCount, users.lines);
  found.take('keys', keys.isKnown ? 'done' : 'no index', keys.activeCount, keys.linesWithout(users.callers));
  const cache = yield* found.during(countCache(feed));
  found.take('cache', 'done', cache.entryCount, [cacheLine(cache, thresholds)]);
  await lookAtGrowth(found, feed, groups, thresholds);
  return found.state();
}

/** The moment that everything is judged by: of a log that ended long ago its end, or all would be idle. */
function judgedAt(newestCallAt: Date | null, now: Date): Date {
  return newestCallAt !== null && now.getTime() - newestCallAt.getTime() > DAY_MS
    ? new Date(newestCallAt.getTime() + 1000)
    : now;
}

function unknownPast({ historyShare }: GroupLook): LookState {
  return historyShare < 1 ? 'history' : 'young';
}

function stateOfRoutes({ dayCount, callCount }: RouteLook, groups: GroupLook): LookState {
  if (dayCount < 3) return unknownPast(groups);
  return callCount === 0 ? 'no calls' : 'done';
}

async function lookAtGrowth(
  found: Finds,
  feed: AttentionFeed,
  groups: GroupLook,
  thresholds: AttentionThresholds,
): Promise<void> {
  const { at } = found.state();
  const { historyFrom, weekCount } = groups;
  const isOldEnough = historyFrom !== null && at.getTime() - historyFrom.getTime() >= GROWTH_DAYS * DAY_MS;
  const size = isOldEnough ? await feed.size() : undefined;
  if (size === undefined) {
    found.take('growth', isOldEnough ? 'no calls' : unknownPast(groups), 0);
    return;
  }
  const cleanedAt = await feed.lastCleanupAt();
  const line = growthLine({ ...size, weekCount, cleanedAt }, at, thresholds);
  found.take('growth', 'done', size.logCount, [line]);
}

async function* countCache(feed: AttentionFeed) {
  let total = { entryCount: 0, failedCount: 0, lastFailedAt: null as Date | null };
  for (let behind: Id | null = null, isOver = false; !isOver; ) {
    const { next, entryCount, failedCount, lastFailedAt }: Awaited<ReturnType<AttentionFeed['cacheAfter']>> =
      await feed.cacheAfter(behind);
    const isLater = total.lastFailedAt === null || (lastFailedAt !== null && lastFailedAt > total.lastFailedAt);
    total = {
      entryCount: total.entryCount + entryCount,
      failedCount: total.failedCount + failedCount,
      lastFailedAt: isLater ? lastFailedAt : total.lastFailedAt,
    };
    behind = next;
    isOver = next === null;
    yield undefined;
    await nextTurn();
  }
  return total;
}

/** Findings so far. */
class Finds {
  readonly #base: Omit<Found, 'lines' | 'looks'>;
  readonly #looks = new Map<AttentionSubject, Look>();
  #lines: readonly AttentionLine[] = [];

  constructor(base: Omit<Found, 'lines' | 'looks'>) {
    this.#base = base;
  }

  take(
    subject: AttentionSubject,
    state: LookState,
    count: number,
    lines: readonly (AttentionLine | undefined)[] = [],
  ): void {
    this.#looks.set(subject, { subject, state, count });
    this.#lines = [...this.#lines, ...lines.filter((line) => line !== undefined)];
  }

  state(): Found {
    return { ...this.#base, lines: this.#lines, looks: [...this.#looks.values()] };
  }

  /** Goes through the pieces of a look, and hands over what is known at each. */
  async *during<Answer>(look: AsyncGenerator<undefined, Answer>): AsyncGenerator<Found, Answer> {
    for (;;) {
      const { done, value } = await look.next();
      if (done) return value;
      yield this.state();
    }
  }
}
