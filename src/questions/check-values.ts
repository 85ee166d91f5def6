import { requireQuery } from '../filter/parse.ts';
import type { CallsWithin } from '../model/call-filter.ts';
import { isSettled } from '../model/group-state.ts';
import type { AttentionThresholds } from '../model/settings.ts';
import type { CallTotals } from '../model/statistics.ts';
import type { Window } from '../model/window.ts';
import type { Store } from '../store/store.ts';
import { readSlices } from './call-slices.ts';
import type { MetricName } from './check-conditions.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const MOST_GROUPS = 10_000;
/** Calls before this time are not looked for. */
const ALL_TIME = new Date(0);

/** Window and filter of a check. */
export interface CheckedCalls {
  readonly window: Window;
  readonly filter: string;
  readonly now: Date;
  readonly thresholds: AttentionThresholds;
}

/** Values of metrics; null for one that nobody can know, infinity where no call was ever logged. */
export interface CheckValues {
  readonly values: Readonly<Partial<Record<MetricName, number | null>>>;
  readonly callCount: number;
  /** True if percentiles are within 1 % instead of exact. */
  readonly isApproximate: boolean;
  /** Share of the log whose groups are known, from 0 to 1, if groups were asked for. */
  readonly historyShare: number;
}

/** Reads the values of some metrics; what none of them needs is not asked. */
export async function readCheckValues(
  store: Store,
  checked: CheckedCalls,
  wanted: ReadonlySet<MetricName>,
): Promise<CheckValues> {
  const { window, filter } = checked;
  const totals = await store.apiLogs.totals(window, within(filter));
  const groups =
    wanted.has('new_groups') || wanted.has('rising_groups') ? await countGroups(store, checked) : NO_GROUPS;
  const idle = wanted.has('idle_minutes') ? await idleMinutes(store, checked) : null;
  const attention = wanted.has('attention')
    ? (await store.attention.list({ thresholds: checked.thresholds })).lines.length
    : null;
  const all = { ...totalValues(totals), ...groups.values, idle_minutes: idle, attention };
  const values = Object.fromEntries([...wanted].map((metric) => [metric, all[metric]]));
  const isApproximate = totals.isApproximate === true;
  return { values, callCount: totals.totalCalls, isApproximate, historyShare: groups.historyShare };
}

const NO_GROUPS = { values: { new_groups: null, rising_groups: null }, historyShare: 1 } as const;

function totalValues(totals: CallTotals) {
  const { totalCalls, errorCount, serverErrorCount } = totals;
  // 7 of 100 calls are 7 % to the last digit this way, not 7.000000000000001 %.
  const share = (count: number) => (totalCalls === 0 ? null : (count * 100) / totalCalls);
  return {
    calls: totalCalls,
    errors: errorCount,
    error_rate: share(errorCount),
    server_error_rate: share(serverErrorCount),
    avg: totals.avgResponseMs,
    p50: totals.p50ResponseMs,
    p95: totals.p95ResponseMs,
    p99: totals.p99ResponseMs,
  };
}

async function countGroups(store: Store, { window, filter }: CheckedCalls) {
  const count = async (state: 'new' | 'rising') => {
    const { rows, historyShare } = await store.errorGroups.list({
      window,
      filter: filter.trim() === '' ? `is:${state}` : `(${filter}) is:${state}`,
      sort: 'state',
      descending: false,
      offset: 0,
      limit: MOST_GROUPS,
      anchorId: null,
      bucketCount: 1,
    });
    return { count: rows.filter((group) => !isSettled(group)).length, historyShare };
  };
  const [fresh, rising] = [await count('new'), await count('rising')];
  return { values: { new_groups: fresh.count, rising_groups: rising.count }, historyShare: fresh.historyShare };
}

async function idleMinutes(store: Store, { filter, now }: CheckedCalls): Promise<number> {
  const time = filter.trim() === '' ? (await store.apiLogs.newest()).dateTime : await newestOf(store, { filter, now });
  return time === null ? Number.POSITIVE_INFINITY : Math.max(0, (now.getTime() - time.getTime()) / MINUTE_MS);
}

async function newestOf(store: Store, { filter, now }: { readonly filter: string; readonly now: Date }) {
  const slices = readSlices(store, {
    query: requireQuery(filter),
    ends: { from: ALL_TIME, to: new Date(now.getTime() + SECOND_MS) },
    descending: true,
    now,
    windowOf: ({ from, to }) => ({ from: from ?? ALL_TIME, to }),
  });
  for await (const [call] of slices) if (call?.dateTime) return call.dateTime;
  return null;
}

function within(filter: string): CallsWithin {
  return filter.trim() === '' ? {} : { filter };
}
