import { describe, expect, test } from 'vitest';
import { errorShareTone } from '../../src/columns/cells.ts';
import {
  ageColumns,
  categoryColumns,
  endpointColumns,
  latencyColumns,
  noCategories,
  statusColumns,
  topRouteColumns,
  topRouteColumnsIn,
  topUserColumns,
} from '../../src/columns/stats.ts';
import { formatShare } from '../../src/text/format.ts';
import { fitColumns } from '../../src/text/layout.ts';
import { cellOf, context, route } from './records.ts';

const users = [
  { username: 'acme-shop', callCount: 40_000, errorCount: 840, avgResponseMs: 48 },
  { username: 'client1', callCount: 10_000, errorCount: 1820, avgResponseMs: null },
] as const;

test('the place of the top categories says that nothing is cached only where that is so', () => {
  expect(noCategories({ totalCached: 0 })).toBe('Nothing is cached yet.');
  expect(noCategories({ totalCached: 3 })).toBe('No successful entry has a category.');
});

describe('top users', () => {
  test('are compared by solid bars', () => {
    const columns = topUserColumns(users);
    const row = (user: (typeof users)[number]) => columns.map((column) => column.cell(user, context, 8).text);
    expect(row(users[0])).toEqual(['acme-shop', '40,000', '████████', '2.1 %', '48.0']);
    expect(row(users[1])).toEqual(['client1', '10,000', '██', '18.2 %', '–']);
  });

  test('have bars of signs where there is only ASCII', () => {
    const bar = topUserColumns(users).find(({ header }) => header === '');
    expect(bar?.cell(users[1], { ...context, style: 'ascii' }, 8).text).toBe('##');
  });
});

describe('routes', () => {
  test('show their p95, a user’s endpoints their average too', () => {
    const texts = ['/api/predict', '180,222', '7.9 %', '220'];
    expect(topRouteColumns.map((column) => column.cell(route(), context, 40).text)).toEqual(texts);
    expect(endpointColumns.map((column) => column.cell(route(), context, 40).text)).toContain('48.0');
  });
});

describe('top routes', () => {
  test('have bars and averages where there is room beside their names, errors and p95', () => {
    const ids = (width: number) => fitColumns(topRouteColumnsIn(width, [route()]), width - 4, 2).map(({ id }) => id);
    expect(ids(100)).toEqual(['apiRoute', 'callCount', 'bar', 'errorCount', 'avgResponseMs', 'p95ResponseMs']);
    expect(ids(60)).toEqual(['apiRoute', 'callCount', 'errorCount', 'p95ResponseMs']);
    expect(ids(40)).toEqual(['apiRoute', 'callCount', 'errorCount']);
  });
});

describe('shares of errors', () => {
  test('have the colour of the share that is told: 4.96 % are told as 5.0 %, which is bad', () => {
    const { errorShare } = context;
    const told = (errors: number, calls: number) => [
      formatShare(errors, calls),
      errorShareTone(errors, calls, errorShare),
    ];
    expect(told(12, 242)).toEqual(['5.0 %', 'bad']);
    expect(told(494, 10_000)).toEqual(['4.9 %', 'warn']);
    expect(told(96, 10_000)).toEqual(['1.0 %', 'warn']);
    expect(told(94, 10_000)).toEqual(['0.9 %', 'muted']);
    expect(told(0, 0)[1]).toBe('muted');
  });
});

describe('distributions', () => {
  const statuses = [
    { statusCode: 200, callCount: 930 },
    { statusCode: 422, callCount: 60 },
    { statusCode: null, callCount: 10 },
  ];

  test('of status codes show count, share and a bar in the colour of the code', () => {
    const columns = statusColumns(statuses);
    const texts = statuses.map((row) => columns.map((column) => column.cell(row, context, 10).text));
    expect(texts).toEqual([
      ['200', '██████████', '930', '93.0 %'],
      ['422', '▋', '60', '6.0 %'],
      ['–', '▏', '10', '1.0 %'],
    ]);
    expect(statuses.map((row) => cellOf(columns, 'bar', row).tone)).toEqual(['good', 'warn', 'muted']);
  });

  test('of categories, latencies and ages name their parts', () => {
    const categories = [{ category: 'Toys', count: 3 }];
    const latencies = [{ fromMs: 10, toMs: 20, callCount: 3 }];
    const ages = [
      { fromDays: 0, toDays: 1, count: 1 },
      { fromDays: 1, toDays: 7, count: 1 },
      { fromDays: 90, toDays: null, count: 1 },
    ];
    expect(cellOf(categoryColumns(categories), 'category', { category: 'Toys', count: 3 }).text).toBe('Toys');
    expect(latencies.map((row) => cellOf(latencyColumns(latencies), 'fromMs', row).text)).toEqual(['10–20 ms']);
    expect(ages.map((row) => cellOf(ageColumns(ages), 'fromDays', row).text)).toEqual(['< 1 d', '1–7 d', '90 d +']);
  });

  test('of nothing have no shares', () => {
    const empty = [{ statusCode: 200, callCount: 0 }];
    expect(
      statusColumns(empty).map((column) => column.cell({ statusCode: 200, callCount: 0 }, context, 5).text),
    ).toEqual(['200', '', '0', '–']);
  });
});
