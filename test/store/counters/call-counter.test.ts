import { describe, expect, test } from 'vitest';
import { CallCounter } from '../../../src/store/counters/call-counter.ts';

const call = (apiRoute: string, statusCode: number | null, responseTimeMs: number | null) => ({
  userId: 1,
  apiRoute,
  statusCode,
  responseTimeMs,
});

describe('The counts of calls', () => {
  test('are by route and class of status; what has no class is other', () => {
    const counter = new CallCounter();
    for (const status of [null, 100, 200, 204, 302, 404, 499, 500, 599, 600, 999]) counter.add(call('/a', status, 1));
    counter.add(call('/b', 200, 1));
    expect(counter.routes().map(({ apiRoute, byClass }) => [apiRoute, byClass])).toEqual([
      ['/a', { other: 3, '1xx': 1, '2xx': 2, '3xx': 1, '4xx': 2, '5xx': 2 }],
      ['/b', { other: 0, '1xx': 0, '2xx': 1, '3xx': 0, '4xx': 0, '5xx': 0 }],
    ]);
  });

  test('have the times at most as long as each limit, and of all: a call without a time counts in none', () => {
    const counter = new CallCounter();
    for (const ms of [0, 5, 5.01, 10, 60_000, 60_000.5, null]) counter.add(call('/a', 200, ms));
    const { durations } = counter.routes()[0] ?? {};
    expect(durations?.buckets.map(({ atMostSeconds, count }) => [atMostSeconds, count])).toEqual([
      [0.005, 2],
      [0.01, 4],
      [0.025, 4],
      [0.05, 4],
      [0.1, 4],
      [0.25, 4],
      [0.5, 4],
      [1, 4],
      [2.5, 4],
      [5, 4],
      [10, 4],
      [30, 4],
      [60, 5],
    ]);
    expect([durations?.count, durations?.sumSeconds]).toEqual([6, expect.closeTo(120.02051)]);
  });

  test('stay bounded however many routes there are: what comes after 500 is one route more', () => {
    const counter = new CallCounter();
    for (let index = 0; index < 2_000; index += 1) counter.add(call(`/items/${index}`, 200, 1));
    counter.add(call('/items/3', 200, 1));
    const routes = counter.routes();
    expect(routes.map(({ apiRoute }) => apiRoute).slice(-2)).toEqual(['/items/499', '(other)']);
    expect(routes.find(({ apiRoute }) => apiRoute === '(other)')?.byClass['2xx']).toBe(1_500);
    expect(routes.find(({ apiRoute }) => apiRoute === '/items/3')?.byClass['2xx']).toBe(2);
  });
});
