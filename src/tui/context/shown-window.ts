import { parseFilter } from '../../filter/parse.ts';
import { timeSpanOf } from '../../filter/time-span.ts';
import type { View } from './route.ts';
import type { WindowChoice } from './window-choice.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The window that a view looks at: that of a `time:` in its filter if there is one, else the chosen one. */
export function shownWindow(
  { filter, window }: Pick<View, 'filter' | 'window'>,
  reader: { readonly now: Date; readonly isUtc: boolean },
): WindowChoice {
  const parsed = filter.includes(':') ? parseFilter(filter) : undefined;
  const span = parsed === undefined || 'fault' in parsed ? undefined : timeSpanOf(parsed.query, reader);
  if (span === undefined) return window;
  const end = span.to ?? reader.now;
  const from = span.from ?? new Date(end.getTime() - window.hours * hourMs);
  const lengthMs = Math.max(minuteMs, end.getTime() - from.getTime());
  if (span.to !== null) return { hours: lengthMs / hourMs, endsAt: span.to };
  // A live one grows by the minute, so that it is the same question meanwhile.
  return { hours: Math.ceil(lengthMs / minuteMs) / 60, endsAt: null };
}
