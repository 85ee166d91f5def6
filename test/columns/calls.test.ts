import { describe, expect, test } from 'vitest';
import { callListColumns, callReportColumns } from '../../src/columns/calls.ts';
import { fitColumns } from '../../src/text/layout.ts';
import { placeListColumns } from '../../src/tui/list/table.ts';
import { cellOf, context, csvValueOf, listedCall, now } from './records.ts';

const callColumns = callListColumns(110);

const texts = (columns: typeof callColumns, changes: Parameters<typeof listedCall>[0] = {}) =>
  columns.map((column) => column.cell(listedCall(changes), context, 80).text);

describe('calls', () => {
  test('say the time of day on a live screen, and date and time in a report', () => {
    const row = ['acme-shop', '200', '/api/predict', '48.1', '–'];
    expect(texts(callColumns)).toEqual(['07:59:00', ...row]);
    expect(texts(callReportColumns)).toEqual(['2026-11-22 07:59:00', ...row]);
  });

  test('say the day, too, where it is not today, and the year where it is another', () => {
    const shown = (time: string, width: number) =>
      cellOf(callColumns, 'dateTime', listedCall({ dateTime: new Date(time) }), width).text;
    expect(shown('2026-11-21T16:29:57Z', 18)).toBe('21 Nov 17:29:57');
    expect(shown('2026-11-21T16:29:57Z', 12)).toBe('21 Nov 17:29');
    expect(shown('2025-11-21T16:29:57Z', 18)).toBe('21 Nov 2025 17:29');
    expect(shown('2025-11-21T16:29:57Z', 12)).toBe('2025-11-21');
  });

  test('say which of two equal times it was, on the night that clocks are set back', () => {
    const shown = (time: string) => cellOf(callColumns, 'dateTime', listedCall({ dateTime: new Date(time) }), 18).text;
    expect([shown('2026-10-25T00:30:00Z'), shown('2026-10-25T01:30:00Z')]).toEqual([
      '10-25 02:30 +02:00',
      '10-25 02:30:00 CET',
    ]);
  });

  test('show what is stored where it is no time, and a dash for a status, time or message that is missing', () => {
    const odd = { dateTime: null, dateTimeText: 'yesterday', statusCode: null, responseTimeMs: null, errorMessage: '' };
    expect(texts(callColumns, odd)).toEqual(['yesterday', 'acme-shop', '–', '/api/predict', '–', '–']);
  });

  test('mark a time that has not come yet', () => {
    const later = listedCall({ dateTime: new Date(now.getTime() + 86_400_000) });
    expect(cellOf(callColumns, 'dateTime', later, 14)).toMatchObject({ tone: 'warn', text: 'in the future' });
  });

  test('give up the message first on a narrow screen, then the user, then the milliseconds', () => {
    const visible = (width: number) => fitColumns(callColumns, width, 2).map(({ id }) => id);
    expect(visible(116)).toEqual(['dateTime', 'username', 'statusCode', 'apiRoute', 'responseMs', 'errorMessage']);
    expect(visible(76)).toEqual(['dateTime', 'username', 'statusCode', 'apiRoute', 'responseMs']);
    expect(visible(46)).toEqual(['dateTime', 'statusCode', 'apiRoute', 'responseMs']);
    expect(visible(38)).toEqual(['dateTime', 'statusCode', 'apiRoute']);
  });

  test('tell more the wider the screen is: ages, then ids', () => {
    const visible = (width: number) => placeListColumns(callListColumns(width), width).map(({ column }) => column.id);
    expect(visible(40)).toEqual(['dateTime', 'statusCode', 'apiRoute']);
    expect(visible(80)).toEqual(['dateTime', 'username', 'statusCode', 'apiRoute', 'responseMs']);
    const whole = ['username', 'statusCode', 'apiRoute', 'responseMs', 'errorMessage'];
    expect(visible(100)).toEqual(['dateTime', ...whole]);
    expect(visible(140)).toEqual(['dateTime', 'age', ...whole]);
    expect(visible(200)).toEqual(['dateTime', 'age', 'username', 'userId', ...whole.slice(1), 'id']);
  });

  test('sort by every column', () => {
    const sorts = ['time', 'user', 'status', 'route', 'ms', 'message'];
    expect(callColumns.map(({ sort }) => sort)).toEqual(sorts);
    expect(callReportColumns.map(({ sort }) => sort)).toEqual(sorts);
  });

  test('write whole values to CSV', () => {
    const errorMessage = 'x'.repeat(500);
    expect(csvValueOf(callReportColumns, 'errorMessage', listedCall({ errorMessage }))).toBe(errorMessage);
    expect(csvValueOf(callReportColumns, 'responseMs', listedCall())).toBe(48.06);
    expect(csvValueOf(callReportColumns, 'dateTime', listedCall())).toBe('2026-11-22T06:59:00.000Z');
  });
});
