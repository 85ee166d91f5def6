import { LAST_SECOND, type Span } from '../answers/spans.ts';
import type { LogSource } from './log-source.ts';
import { hourBefore } from './seconds.ts';

/** The last hour with rows before a second. */
export async function lastHourBefore(log: LogSource, second: number): Promise<number | undefined> {
  const latest = await log.latestBefore(second);
  return latest === undefined ? undefined : hourBefore(latest);
}

/** About how many calls lie in a span, were they spread evenly. */
export async function estimateCalls(log: LogSource, { from, until }: Span): Promise<number> {
  const oldest = hourBefore((await log.earliest()) ?? '');
  const newest = (await lastHourBefore(log, LAST_SECOND)) ?? 0;
  const mark = await log.mark();
  if (mark === undefined || newest <= oldest) return 0;
  const share = (Math.min(until, newest) - Math.max(from, oldest)) / (newest - oldest);
  return mark.rowCount * Math.max(0, share);
}
