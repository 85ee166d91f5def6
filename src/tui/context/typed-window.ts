import { instantMs, type Reader } from '../../filter/civil-time.ts';
import { parseTime } from '../../filter/times.ts';
import { MAX_WINDOW_HOURS } from '../../text/durations.ts';
import { formatDate, formatWindow, parseWindow } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import type { WindowChoice } from './window-choice.ts';
import { pinnedTo } from './windows.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const shownCells = 16;

/** Examples of windows as they are typed. */
export const windowExamples = '90m, 3d, yesterday, 2026-11-24 17..18';

/** A window as it was typed, in the words of `time:` in a filter; a bare number is of hours. Or a sentence of what is wrong. */
export function typedWindow(text: string, reader: Reader): WindowChoice | { readonly fault: string } {
  const hours = parseWindow(text);
  if (hours !== undefined) return { hours, endsAt: null };
  const trimmed = text.trim();
  const shown = printable(trimmed, shownCells);
  const test = parseTime(trimmed === 'today' ? formatDate(reader.now, reader.isUtc) : trimmed);
  if (test === undefined) return { fault: `No time: “${shown}”. Try ${windowExamples}.` };
  if (test === 'ends before it begins') return { fault: 'It ends before it begins.' };
  if (test.from === null) return { fault: 'A window needs a beginning.' };
  const from = new Date(instantMs(test.from, reader));
  if (from >= reader.now) return { fault: `“${shown}” is still to come.` };
  if (test.to === null && test.from.at === 'ago') return ofHours({ hours: test.from.ms / hourMs, endsAt: null });
  // A window that lasts until now ends with the running minute.
  const toMs = test.to === null ? Math.ceil(reader.now.getTime() / minuteMs) * minuteMs : instantMs(test.to, reader);
  if (toMs <= from.getTime()) return { fault: 'It ends before it begins.' };
  return ofHours(pinnedTo(from, new Date(toMs)));
}

function ofHours(choice: WindowChoice): WindowChoice | { readonly fault: string } {
  if (choice.hours > MAX_WINDOW_HOURS) return { fault: `A window is at most ${formatWindow(MAX_WINDOW_HOURS)} long.` };
  return choice;
}
