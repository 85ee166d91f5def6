import type { BoundQuery } from '../../filter/bound-query.ts';
import { termsOf } from '../../filter/work.ts';
import type { Id } from '../../model/id.ts';
import type { Window } from '../../model/window.ts';
import type { CallSums, SummedCalls, SystemSums, ValueSums } from '../answers/call-sums.ts';
import { spanOf } from '../answers/spans.ts';
import { findFailed } from './find-failed.ts';
import type { FoundQuery } from './found-query.ts';
import type { IndexView } from './index-view.ts';
import { lookAtMessages } from './look-at-messages.ts';
import type { StatisticsIndex } from './statistics-index.ts';
import {
  busiestUsers,
  routesOf,
  statusesOf,
  trafficOf,
  userSums,
  valueCounts,
  windowTotals,
} from './summary-answers.ts';
import { cutByTime } from './timed-queries.ts';

type Ask<Answer> = (view: IndexView, queries: readonly FoundQuery[] | undefined) => Awaitable<Answer | undefined>;
type Awaitable<Value> = Value | Promise<Value>;

/** The sums of the log from its index if that has them, else from the log. */
export function createIndexedSums(log: CallSums, index: StatisticsIndex): CallSums {
  /** Asks the index about the calls of a window that fit; without queries all of them do. */
  const ask = async <Answer>(
    window: Window,
    calls: SummedCalls,
    answer: Ask<Answer>,
    askLog: () => Promise<Answer>,
  ): Promise<Answer> => {
    const query = queryOf(calls);
    const whole = query && cutByTime(query, spanOf(window));
    if (query !== undefined && whole === undefined) return askLog();
    await index.prepare(window);
    if (query === undefined || whole === undefined) {
      return (await index.ask(window, (view) => answer(view, undefined))) ?? askLog();
    }
    const looked = await lookAtMessages(index, window, { queries: whole.pieces, patience: calls.patience });
    const timed = looked && cutByTime(query, spanOf(looked));
    if (timed === undefined) return askLog();
    const asksGroups = termsOf(query).some(({ kind }) => kind === 'groups');
    const ofView = async (view: IndexView) => {
      const isVague = (timed.cutsSeconds && view.hasFractions()) || (asksGroups && view.names.hasUngrouped);
      const queries = isVague ? undefined : await findFailed(view.sources, timed.pieces);
      return queries && answer(view, queries);
    };
    return (await index.ask(looked ?? window, ofView)) ?? askLog();
  };
  return {
    get correctionCount() {
      return index.correctionCount;
    },
    totals: (window, calls) =>
      ask(
        window,
        calls,
        (view, queries) => windowTotals(view.sum({ callers: true }, queries)),
        () => log.totals(window, calls),
      ),
    system: (window, topCount, calls) =>
      ask(
        window,
        calls,
        (view, queries) => systemSums(view, queries, topCount),
        () => log.system(window, topCount, calls),
      ),
    ofUser: (window, userId, calls) =>
      ask(
        window,
        { ...calls, userId },
        (view, queries) => userSums(view.sum({ routes: true }, queries), view.names),
        () => log.ofUser(window, userId, calls),
      ),
    timeline: (window, buckets, calls) =>
      ask(
        window,
        calls,
        (view, queries) => view.timeline(buckets, queries),
        () => log.timeline(window, buckets, calls),
      ),
    latencies: (window, calls) =>
      ask(
        window,
        calls,
        (view, queries) => view.latencies(queries),
        () => log.latencies(window, calls),
      ),
    latencyHeat: (window, buckets, calls) =>
      ask(
        window,
        calls,
        (view, queries) => view.latencyHeat(buckets, queries),
        () => log.latencyHeat(window, buckets, calls),
      ),
    routeTimes: (window, buckets, calls) =>
      ask(
        window,
        calls,
        (view, queries) => view.routeTimes(buckets, queries),
        () => log.routeTimes(window, buckets, calls),
      ),
    traffic: async (window, userIds, calls) => {
      const askLog = () => log.traffic(window, userIds, calls);
      // Users of other ids are unknown to the index: then all are asked of the log.
      if (!areIndexed(userIds)) return askLog();
      return ask(window, calls, (view, queries) => trafficOf(view.sum({ callers: true }, queries), view.names), askLog);
    },
    callsByBucket: async (window, userIds, plan, calls) => {
      const askLog = () => log.callsByBucket(window, userIds, plan, calls);
      if (!areIndexed(userIds)) return askLog();
      return ask(window, calls, (view, queries) => view.callsByBucket(userIds, plan, queries), askLog);
    },
    userFacts: async (window, userIds, wanted, calls) => {
      const askLog = () => log.userFacts(window, userIds, wanted, calls);
      if (!areIndexed(userIds)) return askLog();
      return ask(window, calls, (view, queries) => view.userFacts(userIds, wanted, queries), askLog);
    },
    valueCounts: async (window, userIds, calls) => {
      const askLog = () => log.valueCounts(window, userIds, calls);
      if (!areIndexed(userIds)) return askLog();
      const counts: Ask<ValueSums> = (view, queries) =>
        valueCounts(view.sum({ callers: true, routes: true }, queries), view.names);
      return ask(window, calls, counts, askLog);
    },
    knownCounts: (window, calls) =>
      ask(
        window,
        calls,
        (view, queries) => (view.mayHaveOtherForms() ? undefined : view.callsByHour(queries)),
        () => log.knownCounts(window, calls),
      ),
    knownIds: (window, calls, place) =>
      ask(
        window,
        calls,
        (view, queries) => view.idsIn(place, queries),
        () => log.knownIds(window, calls, place),
      ),
    knownSample: (window, calls, sampling) =>
      ask(
        window,
        calls,
        (view, queries) => view.sample(sampling, queries),
        () => log.knownSample(window, calls, sampling),
      ),
    groups: (window, plan, calls) =>
      ask(
        window,
        calls,
        (view, queries) => view.groups.sums(plan, queries),
        () => log.groups(window, plan, calls),
      ),
    groupHistory: async (now) =>
      (await index.askAll(({ content, tail }, share) => content.groupTimes.history(tail, share))) ??
      log.groupHistory(now),
    knownErrorCount: (window) => index.ask(window, (view) => view.sum({}).overall.errors),
  };
}

async function systemSums(
  view: IndexView,
  queries: readonly FoundQuery[] | undefined,
  topCount: number,
): Promise<SystemSums> {
  const summary = view.sum({ callers: true, routes: true }, queries);
  return {
    ...windowTotals(summary),
    topUsers: await view.nameUsers(busiestUsers(summary, view.names, topCount), topCount),
    topRoutes: routesOf(summary, view.names).slice(0, topCount),
    statusCodes: statusesOf(summary, view.names),
  };
}

/** One query for all that calls must fit; undefined if every call does. */
function queryOf({ userId, query }: SummedCalls): BoundQuery | undefined {
  if (userId === undefined) return query;
  const ofUser: BoundQuery = { kind: 'users', ids: new Set([userId]) };
  return query === undefined ? ofUser : { kind: 'and', parts: [ofUser, query] };
}

/** Tells whether the index can hold users with these ids: it takes only whole numbers up to 2^53. */
function areIndexed(ids: readonly Id[]): ids is readonly number[] {
  return ids.every((id) => typeof id === 'number');
}
