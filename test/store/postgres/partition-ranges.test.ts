import { describe, expect, test } from 'vitest';
import type { Partition } from '../../../src/store/postgres/schema/partition-list.ts';
import { gapIn, missingRanges, rangeAround, sizeOf } from '../../../src/store/postgres/schema/partition-ranges.ts';

const range = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const partition = (from: string | null, to: string | null): Partition => ({
  name: 'p',
  isDefault: false,
  from: from === null ? null : new Date(from),
  to: to === null ? null : new Date(to),
  estimatedCalls: 0,
  bytes: 0,
});
const fallback: Partition = { ...partition(null, null), isDefault: true };

describe('Ranges of partitions', () => {
  test('begin at midnight UTC: days, weeks on Monday, months on the first, before 1970 as after', () => {
    expect(rangeAround(new Date('2026-11-26T23:59:59.999Z'), 'day')).toEqual(range('2026-11-26', '2026-11-27'));
    expect(rangeAround(new Date('2026-11-22T23:59:59Z'), 'week')).toEqual(range('2026-11-16', '2026-11-23'));
    expect(rangeAround(new Date('2026-11-23T00:00:00Z'), 'week')).toEqual(range('2026-11-23', '2026-11-30'));
    expect(rangeAround(new Date('2026-12-31T23:00:00Z'), 'month')).toEqual(range('2026-12-01', '2027-01-01'));
    expect(rangeAround(new Date('2024-02-29T12:00:00Z'), 'month')).toEqual(range('2024-02-01', '2024-03-01'));
    expect(rangeAround(new Date('1969-12-30T12:00:00Z'), 'week')).toEqual(range('1969-12-29', '1970-01-05'));
  });

  test('have the size of the last partition, none without one, and none of ours if they are of other times', () => {
    expect(sizeOf([fallback])).toBe('none');
    expect(sizeOf([fallback, partition('2026-02-01', '2026-03-01')])).toBe('month');
    expect(sizeOf([partition('2026-02-02', '2026-03-02')])).toBeUndefined();
    expect(sizeOf([partition('2026-02-02', '2026-02-09'), partition('2026-02-09', '2026-02-10')])).toBe('day');
    expect(sizeOf([partition(null, '2026-02-09')])).toBeUndefined();
  });

  test('fill the gaps between the partitions of others, and meet none of them', () => {
    const others = [
      partition(null, '2026-11-18'),
      partition('2026-11-26', '2026-12-01'),
      partition('2027-01-01', null),
    ];
    expect(missingRanges(others, 'week', { from: new Date('2026-11-17'), ahead: 8 })).toEqual([
      range('2026-11-18', '2026-11-23'),
      range('2026-11-23', '2026-11-26'),
      range('2026-12-01', '2026-12-07'),
      range('2026-12-07', '2026-12-14'),
      range('2026-12-14', '2026-12-21'),
      range('2026-12-21', '2026-12-28'),
      range('2026-12-28', '2027-01-01'),
    ]);
    expect(gapIn(range('2026-11-27', '2026-11-28'), others)).toBeUndefined();
  });
});
