import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../../src/model/settings.ts';
import type { TimelineBucket } from '../../../src/model/statistics.ts';
import { punchCard, punchRows, punchSeconds, worstHour } from '../../../src/tui/charts/punch-card.ts';

const hour = (from: string, callCount: number, clientErrorCount = 0, serverErrorCount = 0): TimelineBucket => ({
  from: new Date(from),
  callCount,
  clientErrorCount,
  serverErrorCount,
  avgResponseMs: null,
  p95ResponseMs: null,
});

const scale = defaultThresholds.errorShare;
const text = (rows: ReturnType<typeof punchRows>) => rows.map((row) => row.map((segment) => segment.text).join(''));

// Monday 16 and Sunday 22 November.
const timeline = [
  hour('2026-11-16T00:00:00Z', 1),
  hour('2026-11-16T01:00:00Z', 200, 1),
  hour('2026-11-16T02:00:00Z', 3000, 20, 20),
  hour('2026-11-22T22:00:00Z', 40_000, 0, 2000),
  hour('2026-11-23T00:00:00Z', 0),
];

const inForms = (text: string) => [[{ text: `${text} errors`, tone: 'bad' }], [{ text, tone: 'bad' }]];

describe('A punch-card', () => {
  test('tells the quartile of each hour of the week by its sign and the share of errors by its colour', () => {
    const rows = punchRows(punchCard(timeline, true), { cellWidth: 1, scale, style: 'blocks' });
    expect(text(rows).map((line) => line.trimEnd())).toEqual([
      'Mon ·▪■',
      'Tue',
      'Wed',
      'Thu',
      'Fri',
      'Sat',
      `Sun${' '.repeat(23)}█`,
      '    00    06    12    18',
    ]);
    expect(rows[0]?.slice(1, 4).map(({ tone }) => tone)).toEqual(['chart', 'chart', 'warn']);
    expect(rows[6]?.[23]?.tone).toBe('bad');
  });

  test('goes by the clock that is shown, local or UTC, and adds weeks up', () => {
    const local = punchCard([...timeline, hour('2026-11-22T23:00:00Z', 5), hour('2026-11-15T22:00:00Z', 7)], false);
    expect(local[0]?.slice(0, 4).map(({ callCount }) => callCount)).toEqual([5, 1, 200, 3000]);
    expect(local[6]?.[23]?.callCount).toBe(40_007);
  });

  test('says in words which hour is worst, and nothing where none is raised', () => {
    expect(worstHour(punchCard(timeline, true), scale)).toEqual(inForms('Sun 22 h 5.0 %'));
    expect(worstHour(punchCard(timeline.slice(0, 2), true), scale)).toEqual([]);
    expect(worstHour(punchCard([], true), scale)).toEqual([]);
    // A single call that failed is not worse than 2,000 of 40,000.
    const alone = hour('2026-11-17T03:00:00Z', 1, 1);
    expect(worstHour(punchCard([...timeline, alone], true), scale)).toEqual(inForms('Sun 22 h 5.0 %'));
  });

  test('has two cells an hour where there is room, and full signs where all hours are alike', () => {
    const rows = punchRows(punchCard([hour('2026-11-16T00:00:00Z', 3), hour('2026-11-16T01:00:00Z', 3)], true), {
      cellWidth: 2,
      scale,
      style: 'blocks',
    });
    expect(text(rows)[0]?.trimEnd()).toBe('Mon █ █');
    expect(new Set(text(rows).map(({ length }) => length))).toEqual(new Set([52]));
  });

  test('is made of hours where those of the clock begin with those of UTC', () => {
    expect(punchSeconds(new Date('2026-11-20T12:34:56Z'), true)).toBe(3600);
    expect(punchSeconds(new Date('2026-11-20T12:34:56Z'), false)).toBe(3600);
  });
});
