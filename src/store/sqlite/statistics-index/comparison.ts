import { type IndexContent, NOTHING_COVERED } from './content.ts';
import type { Part } from './index-tables.ts';
import { boundsOf, type LogReader, type Span } from './log-reader.ts';
import type { Names } from './names.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { Summary } from './summary.ts';

const TOLERANCE = 1e-9;
const MOST_CHECKED_PARTS = 200;
const MOST_CHANGED_PARTS = 3;

/** Whether the hours of a part hold what the log holds, as far as sums of all columns tell. */
export function isPartTrue(part: Part, content: IndexContent, log: LogReader): boolean {
  for (let hour = part.start; hour < part.until; hour += HOUR_SECONDS) {
    if (!isHourTrue(hour, content, log)) return false;
  }
  return true;
}

/** The same of one hour. Of an hour with odd rows, which are in no sum, only the number of rows is compared. */
export function isHourTrue(hour: number, { tables, names, scale, reach }: IndexContent, log: LogReader): boolean {
  const span = { from: hour, until: hour + HOUR_SECONDS };
  const found = log.sumsOf(span, reach.sealed);
  const { from, to } = boundsOf(span);
  const oddCount = tables.countOdd(from, to);
  const summary = new Summary(scale, names, { routes: true, callers: true });
  for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) summary.merge(row);
  if (found.rows !== summary.calls + oddCount) return false;
  if (oddCount > 0) return true;
  const kinds = sumsOfKinds(summary, names);
  return (
    isNear(summary.overall.sumMicros / 1000, found.ms) &&
    isNear(sumOfUserIds(summary, names), found.users) &&
    isNear(kinds.statuses, found.statuses) &&
    kinds.routeBytes === found.routeBytes
  );
}

/**
 * Whether hours of a span, spread evenly over it, hold what the log holds, as many as fit in a time: a process that does not
 * stay has no more time than that, and what changes many hours shows in any.
 */
export function isSampleTrue(
  { content, log }: { readonly content: IndexContent; readonly log: LogReader },
  span: Span,
  budgetMs: number,
): boolean {
  const startedAt = performance.now();
  const hours = content.tables.hoursIn(span);
  for (let denominator = 2; denominator <= hours.length * 2; denominator *= 2) {
    for (let numerator = 1; numerator < denominator; numerator += 2) {
      if (performance.now() - startedAt > budgetMs) return true;
      const hour = hours[Math.floor((hours.length * numerator) / denominator)];
      if (hour !== undefined && !isHourTrue(hour, content, log)) return false;
    }
  }
  return true;
}

/** Where the oldest hours begin that are still what the log holds, after others went; past all of them where too many changed. */
export function oldestTrue(content: IndexContent, log: LogReader): number {
  let changed = 0;
  const parts = content.tables.partsIn({ from: 0, until: NOTHING_COVERED }).slice(0, MOST_CHECKED_PARTS);
  for (const part of parts) {
    const span = { from: part.start, until: part.until };
    const { from, to } = boundsOf(span);
    const found = log.countOf(span, content.reach.sealed);
    // A question waits for this; that the rows are the same ones is compared afterwards, in the background.
    if (found === part.calls + content.tables.countOdd(from, to)) return part.start;
    if (found > 0) changed += 1;
    if (changed > MOST_CHANGED_PARTS) break;
  }
  return NOTHING_COVERED;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.abs(other);
}

function sumOfUserIds({ callers, callsOf }: Summary, { userIds }: Names): number {
  return callers.reduce((sum, caller) => sum + (userIds[caller] ?? 0) * (callsOf[caller] ?? 0), 0);
}

function sumsOfKinds({ callsOfKind }: Summary, names: Names) {
  let statuses = 0;
  let routeBytes = 0;
  for (const [kind, calls] of callsOfKind.entries()) {
    if (calls === 0) continue;
    statuses += calls * (names.statusOf[kind] ?? 0);
    routeBytes += calls * Buffer.byteLength(names.routes[names.routeOf[kind] ?? 0] ?? '');
  }
  return { statuses, routeBytes };
}
