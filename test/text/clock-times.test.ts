import { afterEach, describe, expect, test, vi } from 'vitest';
import { timeTicks } from '../../src/text/chart.ts';
import { comesTwice, formatInstant } from '../../src/text/format.ts';

afterEach(() => vi.unstubAllEnvs());

/** Ends of summer time: the zone, two moments with one clock time before and after it, and their texts. */
const ends = [
  {
    zone: 'Europe/Berlin',
    times: ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    texts: ['2026-10-25 02:30:00 CEST', '2026-10-25 02:30:00 CET'],
    narrow: ['10-25 02:30:00 CEST', '10-25 02:30:00 CET'],
  },
  {
    zone: 'America/New_York',
    times: ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    texts: ['2026-11-01 01:30:00 EDT', '2026-11-01 01:30:00 EST'],
    narrow: ['11-01 01:30:00 EDT', '11-01 01:30:00 EST'],
  },
  {
    zone: 'Australia/Lord_Howe',
    times: ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    texts: ['2026-04-05 01:45:00 UTC+11', '2026-04-05 01:45:00 UTC+10:30'],
    narrow: ['04-05 01:45 +11:00', '04-05 01:45 +10:30'],
  },
  {
    zone: 'America/Santiago',
    times: ['2026-04-05T02:30:00Z', '2026-04-05T03:30:00Z'],
    texts: ['2026-04-04 23:30:00 UTC−3', '2026-04-04 23:30:00 UTC−4'],
    narrow: ['04-04 23:30 -03:00', '04-04 23:30 -04:00'],
  },
] as const;

describe('Where summer time ends', () => {
  test.each(ends)('two moments of one clock time in $zone are told apart', ({ zone, times, texts }) => {
    vi.stubEnv('TZ', zone);
    expect(times.map((time) => formatInstant(new Date(time), false))).toEqual(texts);
  });

  test.each(ends)('they are told apart in 18 or 19 cells too, in $zone', ({ zone, times, narrow }) => {
    vi.stubEnv('TZ', zone);
    expect(times.map((time, index) => formatInstant(new Date(time), false, narrow[index]?.length))).toEqual(narrow);
  });

  test.each(ends)('no two moments of that day in $zone look alike', ({ zone, times }) => {
    vi.stubEnv('TZ', zone);
    const start = Date.parse(times[0]) - 12 * 3_600_000;
    const texts = Array.from({ length: 24 * 60 }, (_, minute) => new Date(start + minute * 60_000)).map((time) =>
      formatInstant(time, false, 19),
    );
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('only the times that come twice name their zone', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const at = (time: string) => formatInstant(new Date(time), false);
    expect(at('2026-10-24T23:59:59Z')).toBe('2026-10-25 01:59:59');
    expect(at('2026-10-25T00:00:00Z')).toBe('2026-10-25 02:00:00 CEST');
    expect(at('2026-10-25T01:59:59Z')).toBe('2026-10-25 02:59:59 CET');
    expect(at('2026-10-25T02:00:00Z')).toBe('2026-10-25 03:00:00');
    expect(formatInstant(new Date('2026-10-25T00:30:00Z'), true)).toBe('2026-10-25 00:30:00');
  });

  test('no time comes twice where summer time begins', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    for (let ms = Date.parse('2026-03-28T22:00:00Z'); ms < Date.parse('2026-03-29T04:00:00Z'); ms += 60_000) {
      expect(comesTwice(new Date(ms), false)).toBe(false);
    }
  });

  test('an axis tells the hour that comes twice apart, and labels both', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const labels = timeTicks(new Date('2026-10-24T22:30:00Z'), new Date('2026-10-25T03:00:00Z'), 140, false);
    expect(labels.map(({ text }) => text)).toEqual([
      '00:30',
      '01:00',
      '01:30',
      '02:00 CEST',
      '02:30 CEST',
      '02:00 CET',
      '02:30 CET',
      '03:00',
      '03:30',
    ]);
  });

  test('an axis that lies in the second of both hours has labels', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const labels = timeTicks(new Date('2026-10-25T01:05:00Z'), new Date('2026-10-25T01:55:00Z'), 100, false);
    expect(labels.map(({ text }) => text)[0]).toBe('02:05 CET');
  });
});
