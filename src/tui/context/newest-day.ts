import { type Reader, startOfDay } from '../../filter/civil-time.ts';
import type { NewestCall } from '../../model/call.ts';
import type { WindowChoice } from './window-choice.ts';
import { pinnedTo } from './windows.ts';

const dayMs = 86_400_000;

/** The day of the newest call, where that is so long ago that the last 24 hours have none; null if there is no call, or it is newer. */
export function newestDay(newest: NewestCall | undefined, reader: Reader): WindowChoice | null {
  const time = newest?.dateTime;
  if (!time || reader.now.getTime() - time.getTime() < dayMs) return null;
  return pinnedTo(startOfDay(time, reader), startOfDay(time, reader, 1));
}
