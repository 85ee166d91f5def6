import type { Id } from '../../model/id.ts';
import { FIRST_MS, LAST_MS } from '../answers/timestamps.ts';
import { type StoredTimes, toNumber } from '../answers/values.ts';
import { refuseRounded } from '../checks/id-faults.ts';

const LARGEST_ID = 2n ** 63n - 1n;

/** Times as statements read them: `extract(epoch FROM …)::float8`, seconds since 1970. An infinite one is no time. */
export const SECONDS: StoredTimes = {
  toDate: (value) => {
    const timeMs = (toNumber(value) ?? Number.NaN) * 1000;
    return timeMs >= FIRST_MS && timeMs <= LAST_MS ? new Date(timeMs) : null;
  },
  toText: (value) => (typeof value === 'number' ? textOfSeconds(value) : null),
};

function textOfSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return seconds > 0 ? 'infinity' : '-infinity';
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} seconds after 1970` : date.toISOString();
}

/** A time as it is bound to `to_timestamp($n)`: whole seconds since 1970. */
export function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** An id as it is bound to `$n::bigint`; null, which is no row's, for one that no column can hold. Throws a PresentsError if it is a number that has lost digits. */
export function bindId(id: Id): string | null {
  refuseRounded(id);
  if (!/^-?\d{1,19}$/.test(String(id))) return null;
  const number = BigInt(id);
  return number <= LARGEST_ID && number >= -LARGEST_ID - 1n ? String(number) : null;
}

/** Ids as they are bound to `$n::bigint[]`. */
export function bindIds(ids: readonly Id[]): readonly string[] {
  return ids.map(bindId).filter((id) => id !== null);
}

/** Tells whether a text can stand in a column, which takes neither null bytes nor half characters. */
export function canStand(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A text as a column takes it: U+FFFD in place of null bytes and half characters. */
export function storable<Text extends string | null>(text: Text): string | (Text & null) {
  return text === null ? text : text.toWellFormed().replaceAll('\0', '\uFFFD');
}
