import { describe, expect, test } from 'vitest';
import { timeAxis, timeTicks } from '../../src/text/chart.ts';

const to = new Date('2026-11-22T07:00:00Z');
const hoursBefore = (hours: number) => new Date(to.getTime() - hours * 3_600_000);
const labels = (hours: number, width: number, utc = false) =>
  timeTicks(hoursBefore(hours), to, width, utc).map(({ text }) => text);

describe('timeTicks', () => {
  test('are round local times', () => {
    expect(labels(24, 70)).toEqual(['08:00', '12:00', '16:00', '20:00', '00:00', '04:00']);
    expect(labels(1, 70)).toEqual(['07:00', '07:10', '07:20', '07:30', '07:40', '07:50']);
  });

  test('are round UTC times where UTC is wanted', () => {
    expect(labels(24, 70, true)).toEqual(['08:00', '12:00', '16:00', '20:00', '00:00', '04:00']);
    expect(timeTicks(hoursBefore(24), to, 70, true)[0]?.column).toBe(2);
  });

  test('are midnights of days in longer windows, and Mondays in the longest', () => {
    expect(labels(168, 80)).toEqual(['16 Nov', '17 Nov', '18 Nov', '19 Nov', '20 Nov', '21 Nov', '22 Nov']);
    expect(labels(720, 70)).toEqual(['26 Oct', '2 Nov', '9 Nov', '16 Nov']);
  });

  test('are months with their year where there are several of a name', () => {
    expect(labels(24 * 200, 90, true)).toEqual(['1 Jun', '1 Jul', '1 Aug', '1 Sep', '1 Oct', '1 Nov']);
    // Without a year they need less room.
    expect(labels(24 * 200, 70, true)).toEqual(['1 Jun', '1 Jul', '1 Aug', '1 Sep', '1 Oct', '1 Nov']);
    expect(labels(24 * 365 * 3, 90, true)).toEqual([
      'Jan 2024',
      'Jul 2024',
      'Jan 2025',
      'Jul 2025',
      'Jan 2026',
      'Jul 2026',
    ]);
  });

  test('stand where their time is', () => {
    expect(timeTicks(hoursBefore(24), to, 96, false)).toContainEqual({ column: 16, text: '12:00' });
  });

  test('stay at local midnight when summer time ends', () => {
    const [from, until] = [new Date('2026-10-23T22:00:00Z'), new Date('2026-10-26T23:00:00Z')];
    const ticks = timeTicks(from, until, 73, false);
    expect(ticks).toEqual([
      { column: 0, text: '24 Oct' },
      { column: 24, text: '25 Oct' },
      { column: 49, text: '26 Oct' },
    ]);
  });

  test('are none where there is no time or no room', () => {
    expect(timeTicks(to, to, 80, false)).toEqual([]);
    expect(timeTicks(hoursBefore(24), to, 0, false)).toEqual([]);
    expect(timeTicks(hoursBefore(24), to, 4, false)).toEqual([]);
  });
});

describe('timeAxis', () => {
  test('centres the labels under their columns', () => {
    expect(timeAxis(hoursBefore(24), to, 48, false)).toBe('      12:00       18:00       00:00       06:00 ');
  });

  test('is exactly as wide as asked, with labels that never touch', () => {
    for (const hours of [0.1, 1, 6, 24, 36, 48, 72, 168, 720, 8760, 40_000]) {
      for (let width = 0; width < 160; width += 3) {
        const line = timeAxis(hoursBefore(hours), to, width, false);
        expect(line).toHaveLength(width);
        for (const label of line.trim().split(/ {2,}/))
          expect(label).toMatch(/^(\d\d:\d\d|\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2} \d{4})?$/);
      }
    }
  });
});
