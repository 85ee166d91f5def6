import type { Id } from '../../model/id.ts';
import type { Window } from '../../model/window.ts';
import type { CallSums, SummedCalls, SystemSums } from '../answers/call-sums.ts';
import type { IndexView } from './index-view.ts';
import type { StatisticsIndex } from './statistics-index.ts';
import { busiestUsers, routesOf, statusesOf, trafficOf, userSums, windowTotals } from './summary-answers.ts';

const TOP = 10;

/** The sums of the log from its index where that has them, else from the log. */
export function createIndexedSums(log: CallSums, index: StatisticsIndex): CallSums {
  const ask = async <Answer>(window: Window, answer: Ask<Answer>, askLog: () => Promise<Answer>): Promise<Answer> => {
    await index.prepare(window);
    return (await index.ask(window, answer)) ?? askLog();
  };
  return {
    get correctionCount() {
      return index.correctionCount;
    },
    totals: async (window, calls) => {
      const askLog = () => log.totals(window, calls);
      return isAll(calls) ? ask(window, (view) => windowTotals(view.sum({ callers: true })), askLog) : askLog();
    },
    system: async (window, calls) => {
      const askLog = () => log.system(window, calls);
      return isAll(calls) ? ask(window, systemSums, askLog) : askLog();
    },
    ofUser: async (window, userId, calls) => {
      const askLog = () => log.ofUser(window, userId, calls);
      if (!isIndexed(userId) || !isOfUsersAlone(calls)) return askLog();
      return ask(window, async (view) => userSums(await view.sumOfCaller(userId), view.names), askLog);
    },
    timeline: async (window, buckets, calls) => {
      const { userId } = calls;
      const askLog = () => log.timeline(window, buckets, calls);
      return isOfUsersAlone(calls) && isIndexed(userId)
        ? ask(window, (view) => view.timeline(buckets, userId), askLog)
        : askLog();
    },
    latencies: async (window, calls) => {
      const { userId } = calls;
      const askLog = () => log.latencies(window, calls);
      return isOfUsersAlone(calls) && isIndexed(userId)
        ? ask(window, (view) => view.latencies(userId), askLog)
        : askLog();
    },
    traffic: async (window, userIds, calls) => {
      const askLog = () => log.traffic(window, userIds, calls);
      // Users of other ids are unknown to the index: then all are asked of the log.
      if (!isAll(calls) || !areIndexed(userIds)) return askLog();
      return ask(window, (view) => trafficOf(view.sum({ callers: true }), view.names), askLog);
    },
    callsByBucket: async (window, userIds, plan, calls) => {
      const askLog = () => log.callsByBucket(window, userIds, plan, calls);
      return isAll(calls) && areIndexed(userIds)
        ? ask(window, (view) => view.callsByBucket(userIds, plan), askLog)
        : askLog();
    },
    knownErrorCount: (window) => index.ask(window, (view) => view.sum({}).errors),
  };
}

type Ask<Answer> = (view: IndexView) => Answer | undefined | Promise<Answer | undefined>;

async function systemSums(view: IndexView): Promise<SystemSums> {
  const summary = view.sum({ callers: true, routes: true });
  return {
    ...windowTotals(summary),
    topUsers: await view.nameUsers(busiestUsers(summary, view.names)),
    topRoutes: routesOf(summary, view.names).slice(0, TOP),
    statusCodes: statusesOf(summary, view.names),
  };
}

// The index knows no sums of a route's or a status's calls alone.
function isOfUsersAlone({ route, status, query }: SummedCalls): boolean {
  return route === undefined && status === undefined && query === undefined;
}

function isAll(calls: SummedCalls): boolean {
  return calls.userId === undefined && isOfUsersAlone(calls);
}

/** Tells whether the index can hold a user with this id: it takes only whole numbers up to 2^53. */
function isIndexed(id: Id): id is number;
function isIndexed(id: Id | undefined): id is number | undefined;
function isIndexed(id: Id | undefined): boolean {
  return id === undefined || typeof id === 'number';
}

function areIndexed(ids: readonly Id[]): ids is readonly number[] {
  return ids.every((id) => typeof id === 'number');
}
