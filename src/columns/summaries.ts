import type { CacheStats } from '../model/product.ts';
import type { ErrorShareScale } from '../model/settings.ts';
import type { CallTotals, UserStats } from '../model/statistics.ts';
import {
  type Change,
  formatChange,
  formatCompact,
  formatCount,
  formatDateTime,
  formatDifference,
  formatDurationMs,
  formatMs,
  formatShare,
  IN_THE_FUTURE,
  isInFuture,
  NONE,
  zoneName,
} from '../text/format.ts';
import { errorShareTone, FUTURE } from './cells.ts';
import type { CellContext, Tone } from './column.ts';
import { classificationTone } from './products.ts';

/** A line of a panel of numbers. `share` is the part of the whole; `change` compares with the period before. */
export interface SummaryLine {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  /** Label, value and unit for where there is little room. */
  readonly short?: { readonly label?: string; readonly value?: string; readonly unit?: string };
  readonly share?: string;
  readonly change?: { readonly text: string; readonly tone: Tone };
  readonly tone?: Tone;
}

/** From here on a number is told in a larger unit where there is little room. */
const LONG_MS = 10_000;
const LONG_COUNT = 10_000;

/** Context for showing times. */
type TimeContext = Pick<CellContext, 'utc' | 'now'>;

/** The sums of all calls of a window, compared with those of the window before where these are given. */
export function systemSummary(
  stats: CallTotals,
  { errorShare }: Pick<CellContext, 'errorShare'>,
  before?: CallTotals,
): readonly SummaryLine[] {
  const ms = (label: string, of: (totals: CallTotals) => number | null, isApproximate?: true): SummaryLine => ({
    ...msLine(label, of(stats), isApproximate),
    ...(before && { change: toned(formatChange(of(stats), of(before)), LESS_IS_BETTER) }),
  });
  return [
    {
      label: 'Calls',
      value: formatCount(stats.totalCalls),
      short: { value: shortCount(stats.totalCalls) },
      tone: 'strong',
      ...(before && { change: toned(formatChange(stats.totalCalls, before.totalCalls), MORE_IS_BETTER) }),
    },
    {
      label: 'Active users',
      value: formatCount(stats.activeUsers),
      short: { label: 'Users', value: shortCount(stats.activeUsers) },
      tone: 'strong',
      ...(before && { change: toned(formatDifference(stats.activeUsers, before.activeUsers), MORE_IS_BETTER) }),
    },
    ms('Average', (totals) => totals.avgResponseMs),
    ms('p50', (totals) => totals.p50ResponseMs, stats.isApproximate),
    ms('p95', (totals) => totals.p95ResponseMs, stats.isApproximate),
    ms('p99', (totals) => totals.p99ResponseMs, stats.isApproximate),
    ...errorLines(stats, errorShare, before),
  ];
}

/**
 * The sums of one user's calls in a window, compared with those of the window before where these are given; `withTimes`
 * also their first and last call of all time.
 */
export function userSummary(
  stats: UserStats,
  context: CellContext,
  { before, withTimes = false }: { readonly before?: UserStats | undefined; readonly withTimes?: boolean } = {},
): readonly SummaryLine[] {
  const count = (label: string, of: (stats: UserStats) => number): SummaryLine => ({
    label,
    value: formatCount(of(stats)),
    ...(before && { change: toned(formatChange(of(stats), of(before)), MORE_IS_BETTER) }),
  });
  const ms = (label: string, of: (stats: UserStats) => number | null, isApproximate?: true): SummaryLine => ({
    ...msLine(label, of(stats), isApproximate),
    ...(before && { change: toned(formatChange(of(stats), of(before)), LESS_IS_BETTER) }),
  });
  return [
    { ...count('Calls', ({ totalCalls }) => totalCalls), tone: 'strong' },
    count('Endpoints', ({ uniqueEndpoints }) => uniqueEndpoints),
    ms('Average', ({ avgResponseMs }) => avgResponseMs),
    ms('Fastest', ({ minResponseMs }) => minResponseMs),
    ms('Slowest', ({ maxResponseMs }) => maxResponseMs),
    ms('p50', ({ p50ResponseMs }) => p50ResponseMs, stats.isApproximate),
    ms('p95', ({ p95ResponseMs }) => p95ResponseMs, stats.isApproximate),
    ms('p99', ({ p99ResponseMs }) => p99ResponseMs, stats.isApproximate),
    ...errorLines(stats, context.errorShare, before),
    ...(withTimes ? timeLines({ 'First call': stats.firstCallAt, 'Last call': stats.lastCallAt }, context) : []),
  ];
}

/** The state of the cache. */
export function cacheSummary(stats: CacheStats, context: TimeContext): readonly SummaryLine[] {
  const part = (label: string, count: number, status: string): SummaryLine => ({
    label,
    value: formatCount(count),
    share: formatShare(count, stats.totalCached),
    tone: count > 0 ? classificationTone(status) : 'muted',
  });
  return [
    { label: 'Cached', value: formatCount(stats.totalCached), tone: 'strong' },
    { label: 'Products', value: formatCount(stats.uniqueProducts) },
    part('Successful', stats.successful, 'success'),
    part('Partial', stats.partial, 'partial'),
    part('Failed', stats.failed, 'failed'),
    part('Invalidated', stats.invalidated, 'invalidated'),
    ...timeLines({ Oldest: stats.oldestEntry, Newest: stats.newestEntry }, context),
  ];
}

type ErrorTotals = Pick<CallTotals, 'totalCalls' | 'errorCount' | 'serverErrorCount'>;

function errorLines(stats: ErrorTotals, scale: ErrorShareScale, before?: ErrorTotals): readonly SummaryLine[] {
  const line = (label: string, of: (totals: ErrorTotals) => number): SummaryLine => ({
    label,
    value: formatCount(of(stats)),
    short: { value: shortCount(of(stats)) },
    share: formatShare(of(stats), stats.totalCalls),
    tone: errorShareTone(of(stats), stats.totalCalls, scale),
    ...(before && { change: shareChange(percentOf(of(stats), stats), percentOf(of(before), before)) }),
  });
  return [
    line('Errors', (totals) => totals.errorCount),
    line('  4xx', (totals) => totals.errorCount - totals.serverErrorCount),
    line('  5xx', (totals) => totals.serverErrorCount),
  ];
}

function percentOf(count: number, { totalCalls }: ErrorTotals): number | null {
  return totalCalls === 0 ? null : (count / totalCalls) * 100;
}

/** In percentage points: a share of 7.0 % that was 6.7 % is `+0.3 pp`. */
function shareChange(percent: number | null, percentBefore: number | null): SummaryLine['change'] & object {
  if (percent === null || percentBefore === null) return toned(formatChange(null, null), LESS_IS_BETTER);
  return toned(formatDifference(percent, percentBefore, 'pp'), LESS_IS_BETTER);
}

/** A percentile that is within 1 % instead of exact says so. */
function msLine(label: string, ms: number | null, isApproximate?: true): SummaryLine {
  if (ms === null) return { label, value: formatMs(ms), tone: 'muted' };
  const mark = isApproximate ? '≈ ' : '';
  const [value = '', unit = ''] = formatDurationMs(ms).split(' ');
  const short = ms < LONG_MS ? {} : { short: { value: `${mark}${value}`, unit } };
  return { label, value: `${mark}${formatMs(ms)}`, unit: 'ms', ...short, tone: 'strong' };
}

function shortCount(count: number): string {
  return count < LONG_COUNT ? formatCount(count) : formatCompact(count);
}

function timeLines(times: Readonly<Record<string, Date | null>>, context: TimeContext): readonly SummaryLine[] {
  return Object.entries(times).map(([label, time]) => ({
    label,
    value: time === null ? NONE : formatDateTime(time, context.utc).slice(0, 'YYYY-MM-DD HH:MM'.length),
    ...(time !== null && { unit: zoneName(time, context.utc) }),
    ...(isInFuture(time, context.now) && {
      unit: IN_THE_FUTURE,
      short: { unit: FUTURE },
      tone: 'warn',
    }),
  }));
}

type Judgement = Readonly<Record<Change['direction'], Tone>>;

const MORE_IS_BETTER: Judgement = { [-1]: 'warn', 0: 'muted', 1: 'good' };
const LESS_IS_BETTER: Judgement = { [-1]: 'good', 0: 'muted', 1: 'warn' };

function toned({ text, direction }: Change, judgement: Judgement): { readonly text: string; readonly tone: Tone } {
  return { text, tone: judgement[direction] };
}
