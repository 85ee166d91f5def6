import { Buffer } from 'node:buffer';
import type { StoredPayload } from '../../model/call.ts';
import { JsonText } from '../../text/json-text.ts';
import { fromTimestamp } from './timestamps.ts';

// SQLite lets any column hold a value of any type, and other programs write to the file: nothing here throws.

// Deeper values could not cross to another thread, nor be written as JSON, without exhausting the stack.
const MAX_PAYLOAD_DEPTH = 500;

/** A column as text; null stays null, numbers are written out, bytes are read as UTF-8 as far as they are. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** Reading of a column of times, in whatever form an engine hands them over. */
export interface StoredTimes {
  /** The instant that a column denotes; null if it holds none. */
  toDate(value: unknown): Date | null;
  /** The text of a column that denotes no instant; null stays null. */
  toText(value: unknown): string | null;
}

/** Times as SQLite holds them: text. */
export const TIMESTAMPS: StoredTimes = { toDate: fromTimestamp, toText };

/** A time that was read under a name, and, of a column that holds something else, its text under that name and `Text`. */
type ReadTime<Name extends string> = { readonly [Key in Name]: Date | null } & {
  readonly [Key in `${Name}Text`]?: string;
};

/** A column of times under a name; null if it holds none, and then also its text, unless that is null too. */
export function readTime<Name extends string>(
  name: Name,
  value: unknown,
  times: StoredTimes = TIMESTAMPS,
): ReadTime<Name> {
  const date = times.toDate(value);
  const text = date === null ? times.toText(value) : null;
  return (text === null ? { [name]: date } : { [name]: date, [`${name}Text`]: text }) as ReadTime<Name>;
}

/** A column of truth: a boolean, or a number that is 1. */
export function toFlag(value: unknown): boolean {
  return value === true || toNumber(value) === 1;
}

/** A column as a finite number; null if it holds something else. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A stored payload: parsed if it is JSON, else the text as it stands. */
export function toPayload(value: unknown): unknown {
  const text = toText(value);
  if (text === null) return null;
  try {
    const payload: unknown = JSON.parse(text);
    return isDeeperThan(payload, MAX_PAYLOAD_DEPTH) ? text : payload;
  } catch {
    return text;
  }
}

/** A stored payload as the text that it is where it is JSON, else as `toPayload` gives it. */
export function toJsonText(value: unknown): unknown {
  const payload = toPayload(value);
  const text = toText(value);
  // One that is too deep to be parsed stays text.
  return text === null || payload === text ? payload : new JsonText(text);
}

/** A stored payload as it stands, or at most `maxLength` UTF-16 units of it behind the first `from`. */
export function toStoredPayload(
  value: unknown,
  { from = 0, maxLength }: { readonly from?: number; readonly maxLength: number },
): StoredPayload | null {
  const text = toText(value);
  if (text === null) return null;
  const byteCount = value instanceof Uint8Array ? value.length : Buffer.byteLength(text);
  const part = text.slice(from, from + maxLength);
  return { text: part, byteCount, length: text.length, isWhole: part.length === text.length };
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}
