import { type IndexContent, NOTHING_COVERED } from './content.ts';
import type { LogReader, Span } from './log-reader.ts';
import { HOUR_SECONDS } from './seconds.ts';

const MOST_CHECKED_PARTS = 200;
const MOST_CHANGED_PARTS = 3;

/** Whether an hour holds the rows that the log holds, odd ones too. */
export function isHourTrue(hour: number, { tables, reach }: IndexContent, log: LogReader): boolean {
  return log.sumOf({ from: hour, until: hour + HOUR_SECONDS }, reach.sealed).equals(tables.rowSum(hour));
}

/** The last hour before a second in which the index or the log has rows; undefined where there is none. */
export function hourToCompare(second: number, { tables }: IndexContent, log: LogReader): number | undefined {
  const known = tables.hourBefore(second);
  const logged = log.hourBefore(second);
  return known === undefined || logged === undefined ? (known ?? logged) : Math.max(known, logged);
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

/** Where the oldest hours begin that still seem to be what the log holds, after others went; past all of them where too many changed. */
export function oldestTrue(content: IndexContent, log: LogReader): number {
  let changed = 0;
  const parts = content.tables.partsIn({ from: 0, until: NOTHING_COVERED }).slice(0, MOST_CHECKED_PARTS);
  for (const part of parts) {
    const span = { from: part.start, until: part.until };
    const found = log.countOf(span, content.reach.sealed);
    // A question waits for this: of a part with as many rows as before, the first hour is compared now, all in the background.
    if (found === content.tables.rowsIn(span) && isBeginningTrue(span, content, log)) return part.start;
    if (found > 0) changed += 1;
    if (changed > MOST_CHANGED_PARTS) break;
  }
  return NOTHING_COVERED;
}

function isBeginningTrue(part: Span, content: IndexContent, log: LogReader): boolean {
  const [hour] = content.tables.hoursIn(part);
  return hour === undefined || isHourTrue(hour, content, log);
}
