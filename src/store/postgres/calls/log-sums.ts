import type { Window } from '../../../model/window.ts';
import type { CallSums, SummedCalls } from '../../answers/call-sums.ts';
import type { Asker, Server } from '../server/server.ts';
import { callsByBucket, trafficOf } from '../users/traffic.ts';
import { userFacts } from '../users/user-facts.ts';
import type { CallQuestion } from './call-question.ts';
import type { CallScans } from './call-scans.ts';
import { LogGroups } from './log-groups.ts';
import { systemSums, userSums, windowTotals } from './statistics.ts';
import { latencyHeat, latencySteps, routeTimes, timelineBuckets } from './timeline.ts';
import { countValues } from './value-counts.ts';

/** The server of a log, the scans of it, and the time. */
export interface LogSources {
  readonly server: Server;
  readonly scans: CallScans;
  readonly now: () => Date;
}

/** Adds up the calls of a window from the log itself, or, for who has no patience to wait for that, what a scan found of it. */
export function createLogSums({ server, scans, now }: LogSources): CallSums {
  const groups = new LogGroups(server, scans, now);
  const about = <Answer>(
    window: Window,
    calls: SummedCalls,
    answer: (ask: Asker, about: CallQuestion) => Promise<Answer>,
  ): Promise<Answer> => scans.ask(window, calls, answer);
  return {
    correctionCount: 0,
    totals: (window, calls) => about(window, calls, windowTotals),
    system: (window, topCount, calls) => about(window, calls, (ask, of) => systemSums(ask, of, topCount)),
    ofUser: (window, userId, calls) => about(window, { ...calls, userId }, userSums),
    timeline: (window, buckets, calls) => about(window, calls, (ask, of) => timelineBuckets(ask, of, buckets)),
    latencies: (window, calls) => about(window, calls, latencySteps),
    latencyHeat: (window, buckets, calls) => about(window, calls, (ask, of) => latencyHeat(ask, of, buckets)),
    routeTimes: (window, buckets, calls) => about(window, calls, (ask, of) => routeTimes(ask, of, buckets)),
    traffic: (window, _userIds, calls) => about(window, calls, trafficOf),
    callsByBucket: (window, userIds, plan, calls) =>
      about(window, calls, (ask, of) => callsByBucket(ask, of, { userIds, plan })),
    userFacts: (window, userIds, wanted, calls) =>
      about(window, calls, (ask, of) => userFacts(ask, of, { userIds, wanted })),
    groups: groups.sums,
    groupHistory: groups.history,
    valueCounts: (window, _userIds, calls) => about(window, calls, countValues),
    knownErrorCount: async () => undefined,
    knownCounts: async () => undefined,
    knownIds: async () => undefined,
    knownSample: async () => undefined,
  };
}
