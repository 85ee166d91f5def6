import type { Calls, LogRow } from '../../../statistics/log-source.ts';

/** Rows of the log that share a route and a status, the other columns as lists; xids where they were asked for. */
export type RowLists = readonly [
  route: unknown,
  status: unknown,
  ids: string,
  seconds: string,
  users: string,
  times: string,
  messages: string | null,
  xids?: string,
];

const DAY_SECONDS = 86_400;
const LARGEST_YEAR_SECOND = 253_402_300_800;
const FRACTION_DIGITS = 6;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Makes rows and messages of lists; those of which `isWanted` is false by their transactions are left out. */
export function decodeCalls(lists: readonly RowLists[], isWanted?: (xid: bigint) => boolean): Calls {
  const rows: LogRow[] = [];
  const messages = new Map<number, string | null>();
  const texts = new TimeTexts();
  for (const [route, status, ids, seconds, users, times, messageList, xids] of lists) {
    const [second, user, time, xid] = [seconds, users, times, xids ?? ''].map((list) => list.split(','));
    const message = messageList === null ? undefined : (JSON.parse(messageList) as (string | null)[]);
    for (const [at, idText] of ids.split(',').entries()) {
      if (isWanted !== undefined && !isWanted(BigInt(xid?.[at] ?? 0))) continue;
      const id = toInteger(idText);
      const dateTime = texts.of(Number(second?.[at]));
      rows.push([id, dateTime, toNumber(user?.[at], toInteger), route, status, toNumber(time?.[at], Number)]);
      if (message !== undefined && typeof id === 'number') messages.set(id, message[at] ?? null);
    }
  }
  return { rows, messages };
}

/** A time as the index takes it: UTC text to the second, with a fraction if it has one. */
export function timeText(second: number): string {
  return new TimeTexts().of(second);
}

class TimeTexts {
  #day = Number.NaN;
  #dayText = '';

  of(second: number): string {
    // Times of these years are in no window; any text will do that does not look like one.
    if (!(second >= -LARGEST_YEAR_SECOND && second < LARGEST_YEAR_SECOND)) return second > 0 ? 'infinity' : '-infinity';
    const whole = Math.floor(second);
    const day = Math.floor(whole / DAY_SECONDS);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayText = new Date(day * DAY_SECONDS * 1000).toISOString().split('T')[0] ?? '';
    }
    const left = whole - day * DAY_SECONDS;
    const text = `${this.#dayText} ${TWO_DIGITS[Math.floor(left / 3600)]}:${TWO_DIGITS[Math.floor(left / 60) % 60]}:${TWO_DIGITS[left % 60]}`;
    return second === whole ? text : `${text}${fractionText(second - whole)}`;
  }
}

function fractionText(fraction: number): string {
  return fraction.toFixed(FRACTION_DIGITS).slice(1);
}

function toNumber<Value>(text: string | undefined, parse: (text: string) => Value): Value | null {
  return text === undefined || text === '' ? null : parse(text);
}

function toInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
