import { expect, test } from 'vitest';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import { indexedSums, openPair, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall } from '../../helpers/store.ts';

test('Sums are left to the log where a filter cuts a second and times have fractions of it', async () => {
  const calls = ['11:59:58', '11:59:58.4', '11:59:59.2'].map((time) => aCall({ dateTime: `2026-11-20 ${time}` }));
  const pair = await openPair(calls);
  await waitForIndex(pair.indexed);
  const window = { from: new Date('2026-11-20T11:00:00Z'), to: null };
  const since = (text: string): BoundQuery => ({
    kind: 'time',
    from: Date.parse(text),
    to: Number.POSITIVE_INFINITY,
  });
  const sums = await indexedSums(pair);
  const whole = await sums.totals(window, { query: since('2026-11-20T11:59:59Z') });
  expect(whole.totalCalls).toBe(1);
  await expect(sums.totals(window, { query: since('2026-11-20T11:59:58.300Z') })).rejects.toThrow('log was asked');
});
