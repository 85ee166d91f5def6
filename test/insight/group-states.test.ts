import { describe, expect, test } from 'vitest';
import { signsOf, stateOf } from '../../src/insight/group-states.ts';
import { HOUR } from '../../src/insight/hour-counts.ts';

// A whole hour of the clock; hours of a group are counted back from it.
const NOON = Date.parse('2026-11-20T12:00:00Z') / 1000;
const MONTH_AGO = NOON - 30 * 24 * HOUR;

type Hours = Readonly<Record<number, number>>;

/** The same number in each hour from so many hours ago until one less. */
const each = (count: number, from: number, to: number): Hours =>
  Object.fromEntries(Array.from({ length: from - to }, (_, place) => [from - place, count]));

interface Case {
  readonly hours: Hours;
  readonly minutes?: number;
  readonly traffic?: Hours;
  readonly earliestSecond?: number;
  readonly share?: number;
}

function signs({ hours, minutes = 5, traffic = each(500, 192, -1), earliestSecond = MONTH_AGO, share = 1 }: Case) {
  const inOrder = Object.entries(hours)
    .map(([ago, count]): [number, number] => [NOON - Number(ago) * HOUR, count])
    .sort(([one], [other]) => one - other);
  const callsByHour = new Map(Object.entries(traffic).map(([ago, count]) => [NOON - Number(ago) * HOUR, count]));
  const firstSecond = inOrder[0]?.[0] ?? 0;
  return signsOf({ firstSecond, hours: inOrder }, { callsByHour, earliestSecond, share }, NOON + minutes * 60);
}

const riseOf = (of: Case) => signs(of).rise?.kind;
// An average of 6 an hour, and no deviation.
const usual = each(6, 400, 0);

describe('A group rises', () => {
  test.each<[string, 'rising' | 'with traffic' | undefined, Case]>([
    ['with more than 3 times the average in the last full hour', 'rising', { hours: { ...usual, 1: 19 } }],
    ['not with 3 times the average', undefined, { hours: { ...usual, 1: 18 } }],
    ['not with 10 calls, however few are usual', undefined, { hours: { 400: 1, 1: 10 } }],
    ['with 11 calls where hardly any are usual', 'rising', { hours: { 400: 1, 1: 11 } }],
    ['not within 5 deviations', undefined, { hours: { ...each(0, 400, 0), ...burstsOf(100), 1: 200 } }],
    ['until two full hours came without', 'rising', { hours: { ...usual, 2: 40 } }],
    ['no longer then', undefined, { hours: { ...usual, 3: 40 } }],
    ['in the running hour, by its pace', 'rising', { hours: { ...usual, 0: 11 }, minutes: 15 }],
    ['in the running hour not before 10 minutes', undefined, { hours: { ...usual, 0: 40 }, minutes: 9 }],
    ['in the running hour not with a few calls', undefined, { hours: { ...usual, 0: 10 }, minutes: 10 }],
    ['if it is young, with more than 3 times its highest hour', 'rising', { hours: { 50: 5, 49: 2, 1: 16 } }],
    ['if it is young, not with 3 times its highest hour', undefined, { hours: { 50: 5, 49: 2, 1: 15 } }],
    ['not in a log of less than a day', undefined, { hours: { 1: 90 }, earliestSecond: NOON - 20 * HOUR }],
    [
      'not as long as its week is not known',
      undefined,
      { hours: { ...usual, 1: 90 }, share: 0.4, earliestSecond: NOON },
    ],
    ['where its week is known', 'rising', { hours: { ...usual, 1: 90 }, share: 0.4 }],
    [
      'with traffic if all calls rise as much',
      'with traffic',
      { hours: { ...usual, 1: 90 }, traffic: trafficOf(6000) },
    ],
    ['alone if all calls rise less', 'rising', { hours: { ...usual, 1: 90 }, traffic: trafficOf(4000) }],
  ])('%s', (_, kind, of) => {
    expect(riseOf(of)).toBe(kind);
  });

  test('since the first hour of its rise', () => {
    const { rise } = signs({ hours: { ...usual, 8: 90, 4: 40, 3: 70, 1: 300 } });
    expect(rise).toEqual({ kind: 'rising', sinceSecond: NOON - 4 * HOUR });
  });
});

/** Every 4th of many hours with as many calls: an average of a quarter, and a large deviation. */
function burstsOf(count: number): Hours {
  return Object.fromEntries(Array.from({ length: 50 }, (_, place) => [place * 4 + 3, count]));
}

function trafficOf(last: number): Hours {
  return { ...each(500, 192, -1), 1: last };
}

describe('A group is new', () => {
  test.each<[string, boolean, Case]>([
    ['in the 24 hours after it was first seen', true, { hours: { 23: 1, 22: 1 } }],
    ['no longer then', false, { hours: { 25: 1, 22: 1 } }],
    ['not with one call', false, { hours: { 3: 1 } }],
    ['not in a log of less than 48 hours', false, { hours: { 3: 5 }, earliestSecond: NOON - 47 * HOUR }],
    ['not until the whole log is known', false, { hours: { 3: 5 }, share: 0.99 }],
  ])('%s', (_, isNew, of) => {
    expect(signs(of).isNew).toBe(isNew);
  });
});

describe('A group is back', () => {
  test.each<[string, boolean, Case]>([
    ['after 7 days of silence, for 24 hours', true, { hours: { 190: 3, 20: 1, 2: 1 } }],
    ['not after less', false, { hours: { 160: 3, 2: 5 } }],
    ['not with one call', false, { hours: { 190: 3, 2: 1 } }],
    ['no longer after 24 hours', false, { hours: { 290: 3, 30: 5, 2: 5 } }],
  ])('%s', (_, isBack, of) => {
    expect(signs(of).isBack).toBe(isBack);
  });
});

test('the strongest of its states is a group’s state', () => {
  const risingAndNew = signs({ hours: { 3: 1, 1: 50 } });
  const steady = signs({ hours: usual });
  const states = [
    stateOf(risingAndNew, { isRegressed: true, isInWindow: true }),
    stateOf(risingAndNew, { isRegressed: false, isInWindow: true }),
    stateOf({ ...risingAndNew, rise: undefined }, { isRegressed: false, isInWindow: true }),
    stateOf(steady, { isRegressed: false, isInWindow: true }),
    stateOf(steady, { isRegressed: false, isInWindow: false }),
  ];
  expect(states).toEqual(['regressed', 'rising', 'new', 'steady', 'quiet']);
});

test('the usual calls of a group are those of its last 168 full hours, or of as many as the log has', () => {
  expect(signs({ hours: { ...usual, 0: 500, 300: 9000 } }).usualPerHour).toBe(6);
  expect(signs({ hours: { 10: 5, 9: 5 }, earliestSecond: NOON - 10 * HOUR + 60 }).usualPerHour).toBe(1);
});
