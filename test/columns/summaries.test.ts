import { describe, expect, test } from 'vitest';
import { cacheSummary, type SummaryLine, systemSummary, userSummary } from '../../src/columns/stats.ts';
import { context, totals, userStats } from './records.ts';

const cache = {
  totalCached: 2000,
  uniqueProducts: 1990,
  successful: 1900,
  failed: 60,
  partial: 40,
  invalidated: 0,
  oldestEntry: new Date('2026-10-01T10:00:00Z'),
  newestEntry: null,
  topCategories: [],
  ages: [],
};

const line = (lines: readonly SummaryLine[], label: string) => lines.find((candidate) => candidate.label === label);

describe('the summary of the system', () => {
  test('says every number with its unit or share', () => {
    const shown = systemSummary(totals(), context).map(({ label, value, unit, share }) => [
      label,
      value,
      unit ?? share ?? '',
    ]);
    expect(shown).toEqual([
      ['Calls', '333,102', ''],
      ['Active users', '498', ''],
      ['Average', '48.1', 'ms'],
      ['p50', '32.0', 'ms'],
      ['p95', '180', 'ms'],
      ['p99', '410', 'ms'],
      ['Errors', '23,316', '7.0 %'],
      ['  4xx', '19,985', '6.0 %'],
      ['  5xx', '3,331', '1.0 %'],
    ]);
  });

  test('judges the change against the window before', () => {
    const before = totals({ totalCalls: 319_676, activeUsers: 500, avgResponseMs: 49.6, errorCount: 20_000 });
    const lines = systemSummary(totals(), context, before);
    expect(line(lines, 'Calls')?.change).toEqual({ text: '+4.2 %', tone: 'good' });
    expect(line(lines, 'Active users')?.change).toEqual({ text: '−2', tone: 'warn' });
    expect(line(lines, 'Average')?.change).toEqual({ text: '−3.0 %', tone: 'good' });
    expect(line(lines, 'p50')?.change).toEqual({ text: '=', tone: 'muted' });
    expect(line(lines, 'Errors')?.change).toEqual({ text: '+0.7 pp', tone: 'warn' });
  });

  test('of an empty window has zeros and dashes', () => {
    const empty = totals({
      totalCalls: 0,
      activeUsers: 0,
      avgResponseMs: null,
      p50ResponseMs: null,
      p95ResponseMs: null,
      p99ResponseMs: null,
      errorCount: 0,
      serverErrorCount: 0,
    });
    const lines = systemSummary(empty, context, empty);
    expect(lines.map(({ value }) => value)).toEqual(['0', '0', '–', '–', '–', '–', '0', '0', '0']);
    expect(line(lines, 'Errors')).toMatchObject({ share: '–', tone: 'muted', change: { text: '–', tone: 'muted' } });
    expect(line(lines, 'Average')?.unit).toBeUndefined();
  });
});

describe('the summary of a user', () => {
  test('has the first and the last call where they are asked for', () => {
    expect(line(userSummary(userStats(), context), 'Last call')).toBeUndefined();
    expect(line(userSummary(userStats(), context, { withTimes: true }), 'Last call')).toEqual({
      label: 'Last call',
      value: '2026-11-22 07:59',
      unit: 'CET',
    });
    expect(line(userSummary(userStats({ firstCallAt: null }), context, { withTimes: true }), 'First call')?.value).toBe(
      '–',
    );
    expect(line(userSummary(userStats(), context), 'Slowest')?.value).toBe('30,004');
  });
});

describe('the summary of the cache', () => {
  test('divides the entries by status', () => {
    const shown = cacheSummary(cache, context).map(({ label, value, share }) => [label, value, share ?? '']);
    expect(shown).toEqual([
      ['Cached', '2,000', ''],
      ['Products', '1,990', ''],
      ['Successful', '1,900', '95.0 %'],
      ['Partial', '40', '2.0 %'],
      ['Failed', '60', '3.0 %'],
      ['Invalidated', '0', '0 %'],
      ['Oldest', '2026-10-01 12:00', ''],
      ['Newest', '–', ''],
    ]);
  });
});
