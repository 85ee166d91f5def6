import type { Span } from '../answers/spans.ts';
import { type Compared, HourChecker } from './hour-checker.ts';
import { NOTHING_COVERED } from './index-content.ts';
import { HOUR_SECONDS, hourBefore } from './seconds.ts';

const MOST_CHANGED_HOURS = 3;

/**
 * Tells whether hours spread evenly over a span, as many as can be checked in `budgetMs`, agree with the log. A process
 * that exits soon has no more time than that, and a change to many hours shows in any of them.
 */
export async function isSampleTrue(compared: Compared, span: Span, budgetMs: number): Promise<boolean> {
  const startedAt = performance.now();
  const checker = new HourChecker(compared);
  const rows = await compared.log.rowsPerRead();
  const hours = compared.content.tables.checked.hoursIn(span);
  for (let denominator = 2; denominator <= hours.length * 2; denominator *= 2) {
    for (let numerator = 1; numerator < denominator; numerator += 2) {
      if (performance.now() - startedAt > budgetMs) return true;
      const hour = hours[Math.floor((hours.length * numerator) / denominator)];
      if (hour !== undefined && !(await checker.isTrue(hour, rows))) return false;
    }
  }
  return true;
}

/**
 * Returns the start of the oldest hours that still seem to agree with the log, after others were deleted; the end of
 * all hours where too many changed.
 */
export async function oldestTrue({ content, log }: Compared): Promise<number> {
  const { checked } = content.tables;
  const hours = checked.hoursIn({ from: 0, until: NOTHING_COVERED });
  // Of an index of nothing, nothing went.
  if (hours.length === 0) return 0;
  const checker = new HourChecker({ content, log });
  const earliest = hourBefore((await log.earliest()) ?? '');
  let changed = 0;
  for (const hour of hours) {
    if (hour < earliest) continue;
    const span = { from: hour, until: hour + HOUR_SECONDS };
    // A question waits for this: hours with as many rows as before are compared in the background, but for the first.
    const isCounted = (await log.countOf(span, content.reach.position)) === checked.rowsIn(span);
    if (isCounted && (await checker.isTrue(hour, await log.rowsPerRead()))) return hour;
    changed += 1;
    if (changed > MOST_CHANGED_HOURS) break;
  }
  return NOTHING_COVERED;
}
