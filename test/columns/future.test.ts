import { describe, expect, test } from 'vitest';
import { ageCell, dateCell, timeCell } from '../../src/columns/cells.ts';
import { cacheSummary } from '../../src/columns/stats.ts';
import type { CacheStats } from '../../src/model/product.ts';
import { context as local, now } from './records.ts';

const context = { ...local, utc: true };
const late = new Date('9999-01-02T03:04:05Z');

describe('A time later than now', () => {
  test('is marked in the future, in words that fit', () => {
    expect(ageCell(late, context, 13).text).toBe('in the future');
    expect(ageCell(late, context, 10).text).toBe('future');
    expect(timeCell(late, context, Number.POSITIVE_INFINITY).text).toBe('9999-01-02 03:04:05 in the future');
    expect(timeCell(late, context, 19).text).toBe('9999-01-02 future');
    expect(dateCell(late, context, 24).text).toBe('9999-01-02 in the future');
    expect(dateCell(late, context, 10).text).toBe('future');
  });

  test('is marked in a summary too', () => {
    const stats: CacheStats = {
      totalCached: 1,
      uniqueProducts: 1,
      successful: 1,
      failed: 0,
      partial: 0,
      invalidated: 0,
      oldestEntry: now,
      newestEntry: late,
      topCategories: [],
      ages: [],
    };
    const [oldest, newest] = cacheSummary(stats, context).slice(-2);
    expect(oldest).toMatchObject({ label: 'Oldest', unit: 'UTC' });
    expect(newest).toMatchObject({ label: 'Newest', unit: 'in the future', tone: 'warn' });
  });

  test('is not one within the second of now', () => {
    expect(timeCell(new Date(now.getTime() + 999), context, 40).text).toBe('2026-11-22 07:00:00');
    expect(ageCell(new Date(now.getTime() + 999), context, 40).text).toBe('now');
  });
});
