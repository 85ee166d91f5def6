import { instantMs, isReal, withinYears } from './civil-time.ts';
import { FaultAt } from './fault.ts';
import type { TimePoint, TimeTest } from './query.ts';
import { isPlain, type RawValue, shown, splitOperator, textOf } from './values.ts';

const MINUTE_MS = 60_000;
const UNIT_MS = { s: 1000, m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1440 * MINUTE_MS, w: 7 * 1440 * MINUTE_MS } as const;
const STARTS = { m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;
const LONGEST_MS = 8e15;
const CLOCK = String.raw`\d{1,2}(?::\d\d(?::\d\d(?:\.\d{1,3})?)?)?`;
const DURATION = /^(?:now-)?(\d+(?:\.\d+)?)([smhdw])$/u;
const START = /^now\/([mhdw])$/u;
const CIVIL = new RegExp(
  `^(?:(\\d{4}-\\d\\d(?:-\\d\\d)?)(?:[T ](${CLOCK})(Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)?)?|(\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d{1,3})?)?))$`,
  'iu',
);
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`, 'u');
const WANTS = 'a time: 90m, yesterday, 2026-11-24, 17:00..18:00, 2026-11-24T17..18, now/d';

/** The test of a time; `since` and `until` are its two sides. Throws a FaultAt if the value is no time. */
export function timeTest(name: string, value: RawValue): TimeTest {
  const { operator: typed, rest } = splitOperator(value);
  const text = textOf(rest);
  // A date with a blank before its clock time has to stand in quotes, and may be a range all the same.
  const ends = isPlain(rest) || text.includes(' ') ? text.split('..') : [text];
  const test = between(operatorOf(name, typed), ends);
  if (test !== undefined && endsBeforeItBegins(test)) {
    throw new FaultAt(`${name}:${shown(text)} ends before it begins.`, value.at, value.length);
  }
  if (test !== undefined) return test;
  const length = Math.max(1, value.length);
  if (text !== '' || typed === '') throw new FaultAt(`${name} wants ${WANTS}, not “${shown(text)}”.`, value.at, length);
  throw new FaultAt(`${name}:${typed} needs a time, e.g. ${name}:${typed}2026-11-24.`, value.at, length);
}

/** A time in the words of a filter, blanks in it as they are; undefined if the text is none. */
export function parseTime(text: string): TimeTest | 'ends before it begins' | undefined {
  const test = between('', text.split('..'));
  return test !== undefined && endsBeforeItBegins(test) ? 'ends before it begins' : test;
}

function operatorOf(name: string, typed: string): string {
  if (typed !== '' && typed !== '=') return typed;
  if (name === 'since') return '>=';
  return name === 'until' ? '<=' : '';
}

function between(operator: string, [first = '', last, ...others]: readonly string[]): TimeTest | undefined {
  if (last === '' && first !== '') return others.length === 0 && operator === '' ? between('>=', [first]) : undefined;
  if (first === '' && last !== undefined) return others.length === 0 ? until(operator, last) : undefined;
  // A range ends with the day that is its end; today has not ended.
  if (last === 'today' && operator === '' && others.length === 0) return between('>=', [first]);
  const from = pointOf(first, false);
  const end = pointOf(first, true);
  if (from === undefined || end === undefined || others.length > 0) return undefined;
  if (last !== undefined) {
    const to = operator === '' ? rangeEnd(first, last) : undefined;
    return to && { is: 'between', from, to };
  }
  switch (operator) {
    case '>':
      return { is: 'between', from: end, to: null };
    case '>=':
      return { is: 'between', from, to: null };
    case '<':
      return { is: 'between', from: null, to: from };
    case '<=':
      return { is: 'between', from: null, to: end };
    default:
      // `90m` and `now/d` last until now, and go on.
      return { is: 'between', from, to: goesOn(from) ? null : end };
  }
}

function goesOn(point: TimePoint): boolean {
  return point.at === 'ago' || (point.at === 'start' && point.of !== 'yesterday');
}

function until(operator: string, last: string): TimeTest | undefined {
  const to = operator === '' ? rangeEnd('', last) : undefined;
  return to && { is: 'between', from: null, to };
}

// The same clock time of two days, or a date and what is counted back from now, is told apart only when the time is known.
function endsBeforeItBegins({ from, to }: TimeTest): boolean {
  if (from?.at === 'ago' && to?.at === 'ago') return from.ms < to.ms;
  const known = { now: new Date(0), isUtc: true };
  const isFixed = (point: TimePoint | null) => point?.at === 'civil' || point?.at === 'instant';
  if (from?.at !== to?.at || from === null || to === null || !isFixed(from)) return false;
  if (from.at === 'civil' && to.at === 'civil' && (from.date === null) !== (to.date === null)) return false;
  return instantMs(from, known) > instantMs(to, known);
}

// A range ends with the day or month that is its end, but at the beginning of an hour, minute or second: `17..18` is one hour.
function rangeEnd(first: string, last: string): TimePoint | undefined {
  const [, day, clock, zone = ''] = CIVIL.exec(first) ?? [];
  const isOfSameDay = day !== undefined && clock !== undefined && CLOCK_ALONE.test(last);
  const text = isOfSameDay ? `${day}T${last}${zone}` : last;
  const [, , hasClock, , clockAlone] = CIVIL.exec(text) ?? [];
  return pointOf(text, hasClock === undefined && clockAlone === undefined);
}

function pointOf(text: string, isEnd: boolean): TimePoint | undefined {
  if (text === 'now') return { at: 'ago', ms: 0 };
  if (text === 'today') return { at: 'start', of: 'day' };
  if (text === 'yesterday') return { at: 'start', of: isEnd ? 'day' : 'yesterday' };
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (amount !== undefined) {
    const ms = Math.round(Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
    return ms < LONGEST_MS ? { at: 'ago', ms } : undefined;
  }
  const [, start] = START.exec(text) ?? [];
  if (start !== undefined) return { at: 'start', of: STARTS[start as keyof typeof STARTS] };
  const [matched, date = null, clock, zone, clockAlone] = CIVIL.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const time = clock ?? clockAlone ?? null;
  const civil = { at: 'civil', date, clock: time?.replace(/^\d(?=$|:)/u, '0$&') ?? null, isEnd } as const;
  if (!isReal(civil)) return undefined;
  if (zone === undefined) return civil;
  const ms = instantMs(civil, { now: new Date(0), isUtc: true }) - offsetMs(zone);
  return { at: 'instant', ms: withinYears(ms) };
}

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
