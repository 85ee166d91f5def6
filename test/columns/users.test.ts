import { describe, expect, test } from 'vitest';
import { userColumns, userOverviewColumns } from '../../src/columns/users.ts';
import { cellOf, context, csvValueOf, overview } from './records.ts';

const columns = userOverviewColumns('last 24 h');
const quiet = overview({ callCount: 0, errorCount: 0, avgResponseMs: null, callsByBucket: [0, 0, 0] });

describe('users with their traffic', () => {
  test('are shown as operators know them', () => {
    const row = columns.map((column) => column.cell(overview(), context, 24).text);
    expect(row).toEqual(['acme-shop', '● active', '3 s ago', '1,243', '▁▂▃▄▅▆▇█', '7.2 %', '48.1', '2025-12-15']);
  });

  test('have no number that is cut, however large it is and narrow its column', () => {
    const busy = overview({ callCount: 1_234_567, errorCount: 1, avgResponseMs: 61_728_396 });
    for (let width = 5; width <= 12; width++) {
      for (const id of ['callCount', 'avgResponseMs']) {
        const text = columns.find((column) => column.id === id)?.cell(busy, context, width).text ?? '';
        expect([width, text.length <= width, text]).toEqual([width, true, text]);
        expect(['1,234,567', '1.2M', '61,728,396', '62M']).toContain(text);
      }
    }
  });

  test('name the window over the sparkline', () => {
    expect(columns.map(({ header }) => header)).toContain('LAST 24 H');
  });

  test('have dashes where there was no traffic', () => {
    const ids = ['callCount', 'errorCount', 'avgResponseMs'];
    expect(ids.map((id) => cellOf(columns, id, quiet).text)).toEqual(['–', '–', '–']);
    expect(cellOf(columns, 'callsByBucket', quiet)).toEqual({ text: '···', tone: 'muted' });
    expect(cellOf(columns, 'lastCallAt', overview({ lastCallAt: null })).text).toBe('never');
  });

  test('stand back when inactive', () => {
    const inactive = overview({ isActive: false });
    expect(cellOf(columns, 'isActive', inactive)).toEqual({ text: '○ inactive', tone: 'muted' });
    expect(cellOf(columns, 'username', inactive).tone).toBe('muted');
  });

  test('are marked by the share of their errors: raised from one percent on, bad from five', () => {
    const share = (errorCount: number) => cellOf(columns, 'errorCount', overview({ callCount: 1000, errorCount }));
    expect(share(50)).toEqual({ text: '5.0 %', tone: 'bad' });
    expect(share(49)).toEqual({ text: '4.9 %', tone: 'warn' });
    expect(share(10)).toEqual({ text: '1.0 %', tone: 'warn' });
    expect(share(9)).toEqual({ text: '0.9 %', tone: 'muted' });
    expect(share(0)).toEqual({ text: '0 %', tone: 'muted' });
  });

  test('keep the peaks of a sparkline that must be narrower', () => {
    expect(cellOf(columns, 'callsByBucket', overview({ callsByBucket: [0, 9, 0, 0] }), 2).text).toBe('█ ');
  });

  test('can be sorted by every column but the sparkline', () => {
    const sorts = ['username', 'status', 'lastCall', 'calls', 'errors', 'avg', 'created'];
    expect(columns.flatMap(({ sort }) => sort ?? [])).toEqual(sorts);
  });

  test('go to CSV as raw values', () => {
    expect(csvValueOf(columns, 'isActive', overview())).toBe(true);
    expect(csvValueOf(columns, 'lastCallAt', overview())).toBe('2026-11-22T06:59:57.000Z');
    expect(csvValueOf(columns, 'avgResponseMs', overview())).toBe(48.06);
    expect(csvValueOf(columns, 'lastCallAt', overview({ lastCallAt: null }))).toBeNull();
  });
});

describe('a plain list of users', () => {
  test('says who, whether active, and since when', () => {
    expect(userColumns.map(({ header }) => header)).toEqual(['ID', 'USERNAME', 'STATUS', 'CREATED', 'UPDATED']);
    expect(userColumns.map((column) => column.cell(overview(), context, 40).text)).toEqual([
      '7',
      'acme-shop',
      '● active',
      '2025-12-15 11:00:00',
      '2026-01-02 04:04:05',
    ]);
  });
});
