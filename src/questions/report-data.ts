import { withoutField } from '../filter/edit.ts';
import { comparedWindow } from '../insight/compared-window.ts';
import type { ListedCall } from '../model/call.ts';
import type { GroupPage } from '../model/error-group.ts';
import type { LatencyBucket, SystemStats, TimelineBucket } from '../model/statistics.ts';
import type { Store } from '../store/store.ts';
import { readStatsBefore, type StatsBefore } from './stats-before.ts';

/** Charts have so many bars at least, where the window is not shorter than so many minutes. */
const LEAST_BARS = 60;
const BAR_SECONDS = [60, 300, 900, 1800, 3600, 10_800, 21_600, 86_400];
const GROUPS = 20;
const SLOWEST = 10;
/** Parts of the window in which the calls of a group are counted. */
const TREND_PARTS = 24;

/** Request for a report: a window that is over, or ends now, and the calls of it that fit a filter. */
export interface ReportRequest {
  readonly from: Date;
  readonly to: Date;
  readonly filter?: string;
}

/** Answers of a store about one window, and about the one that it is compared with. */
export interface ReportData {
  readonly from: Date;
  readonly to: Date;
  /** Empty if there is none. */
  readonly filter: string;
  readonly stats: SystemStats;
  readonly before: StatsBefore;
  readonly bucketSeconds: number;
  readonly timeline: readonly TimelineBucket[];
  readonly timelineBefore: readonly TimelineBucket[];
  readonly latencies: readonly LatencyBucket[];
  readonly groups: GroupPage;
  readonly slowest: readonly ListedCall[];
}

/** Asks a store for everything that a report tells. Rejects with PresentsError. */
export async function readReport(store: Store, { from, to, filter }: ReportRequest): Promise<ReportData> {
  const window = { from, to };
  const lengthMs = to.getTime() - from.getTime();
  const calls = filter === undefined ? {} : { filter };
  const earlierCalls = filter === undefined ? {} : { filter: withoutField(filter, 'time') };
  const bucketSeconds = barSeconds(lengthMs);
  const page = { filter: filter ?? '', offset: 0, anchorId: null, window } as const;
  const groupPage = { ...page, sort: 'state', descending: false, limit: GROUPS, bucketCount: TREND_PARTS } as const;
  // All at once: a server may be far away.
  const [stats, before, timeline, timelineBefore, latencies, groups, slowest] = await Promise.all([
    store.apiLogs.systemStats(window, calls),
    readStatsBefore(store, { window, lengthMs, ...calls }),
    store.apiLogs.timeline(window, { ...calls, bucketSeconds }),
    store.apiLogs.timeline(comparedWindow(window, lengthMs), { ...earlierCalls, bucketSeconds }),
    store.apiLogs.latencies(window, calls),
    store.errorGroups.list(groupPage),
    store.apiLogs.calls({ ...page, sort: 'ms', descending: true, limit: SLOWEST }),
  ]);
  return {
    from,
    to,
    filter: filter ?? '',
    stats,
    before,
    bucketSeconds,
    timeline,
    timelineBefore,
    latencies,
    groups,
    slowest: slowest.rows,
  };
}

/** The longest bar that still makes enough of them. */
function barSeconds(lengthMs: number): number {
  const longest = lengthMs / 1000 / LEAST_BARS;
  return BAR_SECONDS.findLast((seconds) => seconds <= longest) ?? 60;
}
