import type { Live } from '../../live/live-query.ts';
import type { Scan } from '../../model/scan.ts';
import { formatClock, formatDayOfMonth } from '../../text/dates.ts';
import { formatCount } from '../../text/format.ts';
import type { Segment } from '../theme/segments.ts';

/** Answers that may be parts. */
interface Scanned {
  readonly scan?: Scan;
}

/** Stands where a number is not known yet of what was just asked for. */
export const searching: Segment = { text: '   searching …', tone: 'accent' };

/** State of a search through the log, for the title of a screen: how far it is, and which key comes next; nothing if it is over. */
export function scanWords(
  live: Live<Scanned>,
  { isUtc, now }: { readonly isUtc: boolean; readonly now: Date },
): readonly Segment[] {
  const scan = live.data?.scan;
  if (scan === undefined || scan.isComplete) return [];
  const back = scan.backTo === null ? '' : ` · back to ${timeWords(scan.backTo, isUtc, now)}`;
  const found = formatCount(scan.foundCount);
  if (live.isStopped) {
    return [{ text: `   ${found}+ found${back.replace(' ·', '')} · R goes on`, tone: 'warn' }];
  }
  return [
    { text: `   scanning ${Math.floor(scan.share * 100)} %${back} · ${found} found · Esc stops`, tone: 'accent' },
  ];
}

function timeWords(time: Date, isUtc: boolean, now: Date): string {
  const isToday = formatDayOfMonth(time, isUtc) === formatDayOfMonth(now, isUtc);
  return isToday ? formatClock(time, isUtc) : formatDayOfMonth(time, isUtc);
}
