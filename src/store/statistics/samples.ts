import type { Span } from '../answers/spans.ts';
import { type Compared, HourChecker } from './hour-checker.ts';
import { NOTHING_COVERED } from './index-content.ts';
import { rowsPerRead } from './read-pace.ts';

const MOST_CHECKED_PARTS = 200;
const MOST_CHANGED_PARTS = 3;

/**
 * Tells whether hours spread evenly over a span, as many as can be checked in `budgetMs`, agree with the log. A process
 * that exits soon has no more time than that, and a change to many hours shows in any of them.
 */
export async function isSampleTrue(compared: Compared, span: Span, budgetMs: number): Promise<boolean> {
  const startedAt = performance.now();
  const checker = new HourChecker(compared);
  const rows = await rowsPerRead(compared.log);
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
export async function oldestTrue(compared: Compared): Promise<number> {
  const { content, log } = compared;
  const parts = content.tables.parts.partsIn({ from: 0, until: NOTHING_COVERED });
  // Of an index of nothing, nothing went.
  if (parts.length === 0) return 0;
  let changed = 0;
  for (const part of parts.slice(0, MOST_CHECKED_PARTS)) {
    const span = { from: part.start, until: part.until };
    const found = await log.countOf(span, content.reach.position);
    // A question waits for this: of a part with as many rows as before, the first hour is compared now, all in the background.
    if (found === content.tables.checked.rowsIn(span) && (await isBeginningTrue(compared, span))) return part.start;
    if (found > 0) changed += 1;
    if (changed > MOST_CHANGED_PARTS) break;
  }
  return NOTHING_COVERED;
}

async function isBeginningTrue(compared: Compared, part: Span): Promise<boolean> {
  const [hour] = compared.content.tables.checked.hoursIn(part);
  return hour === undefined || new HourChecker(compared).isTrue(hour, await rowsPerRead(compared.log));
}
