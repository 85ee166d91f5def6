import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import { expectSameFiltered, indexedSums, openPair, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall, querySql } from '../../helpers/store.ts';

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

test('Sums are added up in an hour of more than 60,000 calls, too, also when more come', async () => {
  const random = new Random(20_261, 'busy hour');
  const callsOf = (count: number) =>
    Array.from({ length: count }, () =>
      aCall({
        userId: random.pick([1, 2, 3]),
        dateTime: `2026-11-20 10:${random.pick(['00', '04', '05', '17', '59'])}:${random.pick(['00', '30', '59'])}`,
        statusCode: random.pick([200, 404]),
        responseTimeMs: random.below(900),
      }),
    );
  const pair = await openPair([...callsOf(60_500), aCall({ dateTime: '2026-11-20 11:30:00' })]);
  await waitForIndex(pair.indexed);
  await pair.insert(callsOf(4_100));
  await pair.settle();
  const window = { from: new Date('2026-11-20T10:04:30Z'), to: new Date('2026-11-20T10:17:45Z') };
  const list = { sort: 'ms', descending: true, offset: 3, limit: 5, anchorId: null } as const;
  for (const filter of ['user:ada', 'ms:>700 status:4xx', '-user:bob time:2026-11-20T10:05Z..2026-11-20T10:17:10Z']) {
    await expectSameFiltered(pair, window, { ...list, filter });
  }
  const [name = ''] = readdirSync(pair.folder).filter((file) => file.endsWith('.db'));
  expect(querySql(join(pair.folder, name), 'SELECT start FROM block WHERE until - start = 300')).toHaveLength(4);
});
