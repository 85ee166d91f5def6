import type { Window } from '../../../model/window.ts';
import type { CallSums, SummedCalls } from '../../answers/call-sums.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { callsByBucket, trafficOf } from '../users/traffic.ts';
import { userFacts } from '../users/user-facts.ts';
import type { AskedCalls } from './call-question.ts';
import type { CallScans } from './call-scans.ts';
import { LogGroups } from './log-groups.ts';
import { systemSums, userSums, windowTotals } from './statistics.ts';
import { latencyHeat, latencySteps, routeTimes, timelineBuckets } from './timeline.ts';
import { countValues } from './value-counts.ts';

/** The file of a log, the scans of it, and the time. */
export interface LogSources {
  readonly file: DatabaseFile;
  readonly scans: CallScans;
  readonly now: () => Date;
}

/** Adds up the calls of a window from the log itself, or, for who has no patience to wait for that, what a scan found of it. */
export function createLogSums({ file, scans, now }: LogSources): CallSums {
  const groups = new LogGroups(file, scans, now);
  const ask = <Answer>(
    window: Window,
    calls: SummedCalls,
    answer: (connection: Connection, asked: AskedCalls) => Answer,
  ): Promise<Answer> => scans.ask(window, calls, (connection, found) => answer(connection, { window, calls, found }));
  return {
    correctionCount: 0,
    totals: (window, calls) => ask(window, calls, windowTotals),
    system: (window, topCount, calls) =>
      ask(window, calls, (connection, asked) => systemSums(connection, asked, topCount)),
    ofUser: (window, userId, calls) => ask(window, { ...calls, userId }, userSums),
    timeline: (window, buckets, calls) =>
      ask(window, calls, (connection, asked) => timelineBuckets(connection, buckets, asked)),
    latencies: (window, calls) => ask(window, calls, latencySteps),
    routeTimes: (window, buckets, calls) =>
      ask(window, calls, (connection, asked) => routeTimes(connection, buckets, asked)),
    latencyHeat: (window, buckets, calls) =>
      ask(window, calls, (connection, asked) => latencyHeat(connection, buckets, asked)),
    traffic: (window, _userIds, calls) => ask(window, calls, trafficOf),
    callsByBucket: (window, userIds, plan, calls) =>
      ask(window, calls, (connection, asked) => callsByBucket(connection, userIds, plan, asked)),
    userFacts: (window, userIds, wanted, calls) =>
      ask(window, calls, (connection, asked) => userFacts(connection, userIds, wanted, asked)),
    groups: groups.sums,
    groupHistory: groups.history,
    valueCounts: (window, _userIds, calls) => ask(window, calls, countValues),
    knownErrorCount: async () => undefined,
    knownCounts: async () => undefined,
    knownIds: async () => undefined,
    knownSample: async () => undefined,
  };
}
