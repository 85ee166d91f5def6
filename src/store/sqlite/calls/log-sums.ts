import type { CallSums } from '../../answers/call-sums.ts';
import type { DatabaseFile } from '../file/database.ts';
import { callsByBucket, trafficOf } from '../users/traffic.ts';
import { systemSums, userSums, windowTotals } from './statistics.ts';
import { latencySteps, timelineBuckets } from './timeline.ts';

/** Adds up the calls of a window from the log itself. */
export function createLogSums(file: DatabaseFile): CallSums {
  return {
    correctionCount: 0,
    totals: async (window, calls) => file.read((connection) => windowTotals(connection, window, calls)),
    system: async (window, calls) => file.read((connection) => systemSums(connection, window, calls)),
    ofUser: async (window, userId, calls) =>
      file.read((connection) => userSums(connection, window, { ...calls, userId })),
    timeline: async (window, buckets, calls) =>
      file.read((connection) => timelineBuckets(connection, buckets, { window, calls })),
    latencies: async (window, calls) => file.read((connection) => latencySteps(connection, { window, calls })),
    traffic: async (window, _userIds, calls) => file.read((connection) => trafficOf(connection, { window, calls })),
    callsByBucket: async (window, userIds, plan, calls) =>
      file.read((connection) => callsByBucket(connection, userIds, plan, { window, calls })),
    knownErrorCount: async () => undefined,
  };
}
