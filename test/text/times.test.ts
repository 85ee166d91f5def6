import { describe, expect, test, vi } from 'vitest';
import {
  ageStepMs,
  formatAge,
  formatClock,
  formatDate,
  formatDateTime,
  formatDay,
  formatElapsed,
  formatInterval,
  formatSpan,
  formatWindow,
  parseWindow,
  zoneName,
} from '../../src/text/format.ts';

const now = new Date('2026-11-22T07:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('ages', () => {
  test.each([
    [0, 'now', 1000],
    [999, 'now', 1000],
    [3_000, '3 s ago', 1000],
    [59_999, '59 s ago', 1000],
    [60_000, '1 min ago', 60_000],
    [22 * 60_000, '22 min ago', 60_000],
    [4 * 3_600_000, '4 h ago', 3_600_000],
    [47 * 3_600_000, '1 d ago', 86_400_000],
    [12 * 86_400_000, '12 d ago', 86_400_000],
    [-999, 'now', 1000],
    [-5_000, 'in the future', 1000],
    [-7_200_000, 'in the future', 3_600_000],
  ])('%i ms ago is %j', (ms, text, stepMs) => {
    expect(formatAge(ago(ms), now)).toBe(text);
    expect(ageStepMs(ago(ms), now)).toBe(stepMs);
  });

  test('what never was is never', () => {
    expect(formatAge(null, now)).toBe('never');
    expect(ageStepMs(null, now)).toBe(86_400_000);
  });
});

describe('durations', () => {
  test.each([
    [0, '0:00'],
    [42_000, '0:42'],
    [125_900, '2:05'],
    [3_723_000, '1:02:03'],
    [-1, '0:00'],
  ])('%i ms of running are %j', (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });

  test('intervals are short', () => {
    expect([500, 1000, 2500, 10_000, 60_000].map(formatInterval)).toEqual(['0.5 s', '1 s', '2.5 s', '10 s', '1 min']);
  });
});

describe('windows', () => {
  test.each([
    ['90m', 1.5],
    ['90 min', 1.5],
    ['6h', 6],
    ['3d', 72],
    ['2w', 336],
    ['45', 45],
    [' 1.5H ', 1.5],
  ])('%j is understood', (text, hours) => {
    expect(parseWindow(text)).toBe(hours);
  });

  test.each(['', '0', '0m', '-3d', 'd', '3y', '1e3', '99999999d', '3d 2h', '9'.repeat(400)])(
    '%j is refused',
    (text) => {
      expect(parseWindow(text)).toBeUndefined();
    },
  );

  test('are named by their length, and the name is understood', () => {
    const hours = [1 / 60, 0.5, 1, 1.5, 6, 24, 36, 48, 168, 720];
    const names = ['1 min', '30 min', '1 h', '90 min', '6 h', '24 h', '36 h', '2 d', '7 d', '30 d'];
    expect(hours.map(formatWindow)).toEqual(names);
    expect(names.map(parseWindow)).toEqual(hours);
  });
});

describe('dates', () => {
  test('are local unless UTC is wanted', () => {
    expect(formatDate(new Date('2026-11-21T23:30:00Z'), false)).toBe('2026-11-22');
    expect(formatDate(new Date('2026-11-21T23:30:00Z'), true)).toBe('2026-11-21');
    expect(formatDateTime(new Date('2026-07-01T09:05:07Z'), false)).toBe('2026-07-01 11:05:07');
    expect(formatDateTime(new Date('2026-07-01T09:05:07Z'), true)).toBe('2026-07-01 09:05:07');
    expect(formatClock(now, false)).toBe('08:00');
    expect(formatDay(now, false)).toBe('Sun 22 Nov');
  });

  test('that are unknown are dashes', () => {
    expect([null, new Date(Number.NaN)].map((date) => formatDateTime(date, false))).toEqual(['–', '–']);
    expect(formatDate(null, true)).toBe('–');
  });

  test('name their zone', () => {
    expect(zoneName(now, false)).toBe('CET');
    expect(zoneName(new Date('2026-07-01T00:00:00Z'), false)).toBe('CEST');
    expect(zoneName(now, true)).toBe('UTC');
  });

  test.each([
    ['UTC', 'UTC'],
    ['Europe/London', 'GMT'],
    ['America/New_York', 'EST'],
    ['Asia/Tokyo', 'UTC+9'],
  ])('name the zone %s as %s in winter', (zone, name) => {
    vi.stubEnv('TZ', zone);
    try {
      expect(zoneName(new Date('2026-01-15T12:00:00Z'), false)).toBe(name);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('make spans that say once what both ends share', () => {
    const span = (from: string, to: string, utc = false) => formatSpan(new Date(from), new Date(to), utc);
    expect(span('2026-11-21T07:00:00Z', '2026-11-22T07:00:00Z')).toBe('Sat 21 Nov 08:00 – Sun 22 Nov 08:00 CET');
    expect(span('2026-11-22T06:00:00Z', '2026-11-22T07:00:00Z', true)).toBe('Sun 22 Nov 06:00 – 07:00 UTC');
    expect(span('2026-10-24T10:00:00Z', '2026-10-25T10:00:00Z')).toBe('Sat 24 Oct 12:00 CEST – Sun 25 Oct 11:00 CET');
    expect(span('2025-12-31T11:00:00Z', '2026-01-01T11:00:00Z')).toBe(
      'Wed 31 Dec 2025 12:00 – Thu 1 Jan 2026 12:00 CET',
    );
    const [from, to, now] = ['2020-01-01T11:00:00Z', '2020-01-01T12:00:00Z', '2026-11-20T12:00:00Z'].map(
      (text) => new Date(text),
    );
    expect(from && to && formatSpan(from, to, false, now)).toBe('Wed 1 Jan 2020 12:00 – 13:00 CET');
  });
});
