import { describe, expect, test } from 'vitest';
import { errorListColumns, errorReportColumns } from '../../src/columns/errors.ts';
import { placeListColumns } from '../../src/tui/list/table.ts';
import { apiError, cellOf, context, csvValueOf } from './records.ts';

const errorColumns = errorListColumns(160);

describe('failed calls', () => {
  test('say the time of day and how long ago on a live screen, and when in a report', () => {
    const row = ['gift-bot', '500', '/api/gifts/rank', 'Upstream timeout after 30000 ms'];
    expect(errorColumns.map((column) => column.cell(apiError(), context, 80).text)).toEqual([
      '07:59:00',
      '1 min ago',
      ...row,
    ]);
    expect(errorReportColumns.map((column) => column.cell(apiError(), context, 80).text)).toEqual([
      '2026-11-22 07:59:00',
      ...row,
    ]);
  });

  test('are red where the server failed and yellow where the caller did', () => {
    const tone = (statusCode: number) => cellOf(errorColumns, 'statusCode', apiError({ statusCode })).tone;
    expect([422, 500, 503].map(tone)).toEqual(['warn', 'bad', 'bad']);
  });

  test('without a message have a dash', () => {
    expect(cellOf(errorColumns, 'errorMessage', apiError({ errorMessage: null }))).toEqual({
      text: '–',
      tone: 'muted',
    });
  });

  test('with a message of a megabyte cost no more than their cell', () => {
    const errorMessage = '\u001b'.repeat(1_000_000);
    expect(cellOf(errorColumns, 'errorMessage', apiError({ errorMessage }), 40).text.length).toBeLessThan(500);
  });

  test('sort by time, user, status and route', () => {
    expect(errorColumns.flatMap(({ sort }) => sort ?? [])).toEqual(['time', 'user', 'status', 'route']);
  });

  test('give the message the room of status and route on a narrow screen, and tell ids on a wide one', () => {
    const shown = (width: number) => placeListColumns(errorListColumns(width), width);
    const ids = (width: number) => shown(width).map(({ column }) => column.id);
    expect(ids(40)).toEqual(['dateTime', 'statusCode', 'errorMessage']);
    expect(ids(80)).toEqual(['dateTime', 'username', 'statusCode', 'errorMessage']);
    expect(shown(80).at(-1)?.width).toBeGreaterThan(38);
    expect(ids(100)).toEqual(['dateTime', 'username', 'statusCode', 'apiRoute', 'errorMessage']);
    expect(ids(140)).toEqual(['dateTime', 'age', ...ids(100).slice(1)]);
    expect(ids(200)).toEqual([...ids(140), 'id']);
  });

  test('go to CSV untouched', () => {
    const errorMessage = 'a\u001b[31m\nb';
    expect(csvValueOf(errorColumns, 'errorMessage', apiError({ errorMessage }))).toBe(errorMessage);
    expect(csvValueOf(errorReportColumns, 'dateTime', apiError())).toBe('2026-11-22T06:59:00.000Z');
  });
});
