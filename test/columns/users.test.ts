import { describe, expect, test } from 'vitest';
import { userColumns, userListColumns, userOverviewColumns } from '../../src/columns/users.ts';
import type { UserSort } from '../../src/model/user.ts';
import { placeListColumns } from '../../src/tui/list/table.ts';
import { cellOf, context, csvValueOf, now, overview } from './records.ts';

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

describe('details of users', () => {
  const detailed = overview({
    p95ResponseMs: 181.4,
    serverErrorCount: 12,
    lastErrorAt: new Date(now.getTime() - 180_000),
    lastErrorStatus: 503,
    topRoute: '/api/predict',
    callsLast7Days: 8123,
    keyState: 'errors',
  });
  const look = { windowLabel: 'last 24 h', isLive: true, sort: 'calls' as UserSort };
  const headersAt = (screenWidth: number, change: Partial<typeof look> = {}) =>
    userListColumns({ ...look, ...change, screenWidth }).columns.map(({ header }) => header);
  const wide = userListColumns({ ...look, screenWidth: 200 }).columns;

  test('stand where the screen is wide, and are asked for there alone', () => {
    expect(headersAt(120)).toEqual(columns.map(({ header }) => header));
    expect(userListColumns({ ...look, screenWidth: 139 }).details).toBe(false);
    expect(userListColumns({ ...look, screenWidth: 140 }).details).toBe(true);
    const more = ['KEY', 'LAST 7 D', '5XX', 'LAST ERROR', 'P95 MS', 'TOP ROUTE'];
    expect(headersAt(140).filter((header) => !headersAt(120).includes(header))).toEqual(more);
    expect(headersAt(140, { isLive: false })).toContain('7 D BEFORE');
  });

  test('stay on a narrow screen that is sorted by one of them', () => {
    const { columns: narrow, details } = userListColumns({ ...look, screenWidth: 60, sort: 'p95' });
    expect(details).toBe(true);
    expect(narrow).toHaveLength(9);
    expect(placeListColumns(narrow, 60).map(({ column }) => column.header)).toContain('P95 MS');
  });

  test('say what an operator asks of a key', () => {
    const shown = ['keyState', 'p95ResponseMs', 'serverErrorCount', 'lastErrorAt', 'topRoute', 'callsLast7Days'];
    expect(shown.map((id) => cellOf(wide, id, detailed, 14))).toEqual([
      { text: 'errors', tone: 'bad' },
      { text: '181' },
      { text: '12', tone: 'warn' },
      { text: '503 3 min ago', tone: 'bad' },
      { text: '/api/predict', tone: 'muted' },
      { text: '8,123' },
    ]);
    const idle = { ...detailed, keyState: 'idle' as const, lastCallAt: new Date(now.getTime() - 40.5 * 864e5) };
    expect(cellOf(wide, 'keyState', idle)).toEqual({ text: 'idle 40 d', tone: 'warn' });
  });

  test('are dots until they were asked for, and dashes where there is nothing', () => {
    expect(cellOf(wide, 'p95ResponseMs', overview()).text).toBe('…');
    const nothing = { ...detailed, lastErrorAt: null, lastErrorStatus: null, topRoute: null, p95ResponseMs: null };
    const ids = ['lastErrorAt', 'topRoute', 'p95ResponseMs'];
    expect(ids.map((id) => cellOf(wide, id, nothing).text)).toEqual(['–', '–', '–']);
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
