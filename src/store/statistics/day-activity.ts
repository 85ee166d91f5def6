import type { Span } from '../answers/spans.ts';
import { ByteReader, type ByteWriter } from './bytes.ts';
import type { IndexContent } from './index-content.ts';
import type { HourCalls, LogSource } from './log-source.ts';
import type { Names } from './names.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import type { Summary } from './summary.ts';

const HOURS = DAY_SECONDS / HOUR_SECONDS;
// Who called less often on a day is read from the log, which has few rows of them then.
const FEW_CALLS = 16;

/** Number of calls of each user in each hour of one day. */
export class DayActivity {
  readonly #calls: Uint32Array;
  readonly #before: Float64Array;

  constructor({ userIds }: Names) {
    this.#calls = new Uint32Array(userIds.length * HOURS);
    this.#before = new Float64Array(userIds.length);
  }

  /** Takes what an hour added to the sums of the day, whose hours come in order. */
  add(hour: number, { callers, callsOf }: Summary): void {
    for (const caller of callers) {
      const calls = callsOf[caller] ?? 0;
      this.#calls[caller * HOURS + hour] = calls - (this.#before[caller] ?? 0);
      this.#before[caller] = calls;
    }
  }

  /** Makes it ready to be stored, user by user. */
  *pack({ callers, callsOf }: Summary, writer: ByteWriter): Generator<readonly [caller: number, calls: Buffer]> {
    for (const caller of callers) {
      if ((callsOf[caller] ?? 0) < FEW_CALLS) continue;
      for (const calls of this.#calls.subarray(caller * HOURS, (caller + 1) * HOURS)) writer.varint(calls);
      yield [caller, writer.finish()];
    }
  }
}

interface Source {
  readonly content: IndexContent;
  readonly log: LogSource;
  readonly userId: number;
}

/** Hands over how many calls a user made in each whole hour of a span: the beginning of the hour, and how many. */
export async function eachHourOf(
  source: Source,
  { from, until }: Span,
  visit: (hour: number, callCount: number) => void,
): Promise<void> {
  const { content, userId } = source;
  const caller = content.names.knownCaller(userId);
  if (caller === undefined) return;
  const days = { from: dayOf(from), until: dayOf(until + DAY_SECONDS - 1) };
  const name = `${caller} ${days.from} ${days.until}`;
  let found = content.keptHours(name);
  if (found === undefined) {
    found = await hoursOfDays(source, caller, days);
    content.keepHours(name, found);
  }
  for (const [hour, callCount] of found) if (hour >= from && hour < until) visit(hour, callCount);
}

async function hoursOfDays({ content, log, userId }: Source, caller: number, days: Span): Promise<HourCalls[]> {
  const hours: HourCalls[] = [];
  const addFromLog = async (from: number, until: number) => {
    if (from < until) hours.push(...(await log.callsByHour({ from, until }, content.reach.position, userId)));
  };
  let next = days.from;
  for (const [day, packed] of content.tables.callers.activity(caller, days)) {
    await addFromLog(next, day);
    const reader = new ByteReader(packed);
    for (let hour = day; hour < day + DAY_SECONDS; hour += HOUR_SECONDS) {
      const calls = reader.varint();
      if (calls > 0) hours.push([hour, calls]);
    }
    next = day + DAY_SECONDS;
  }
  await addFromLog(next, days.until);
  return hours;
}

function dayOf(second: number): number {
  return Math.floor(second / DAY_SECONDS) * DAY_SECONDS;
}
