import { describe, expect, test } from 'vitest';
import { postgresEngine } from '../../contract/postgres-engine.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { openEnginePair, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall } from '../../helpers/store.ts';

describe.runIf(hasPostgres)('Calls that are not yet known to stay', () => {
  test('are found by their messages, each at once', async () => {
    const calls = Array.from({ length: 30 }, () => aCall({ statusCode: 500, errorMessage: 'refused' }));
    const { indexed, insert } = await openEnginePair(postgresEngine, calls);
    await waitForIndex(indexed);
    const window = { from: new Date('2026-11-20T10:00:00Z'), to: null };
    const countOf = async (filter: string) => (await indexed.apiLogs.totals(window, { filter })).totalCalls;
    for (let added = 1; added <= 4; added += 1) {
      await insert([aCall({ statusCode: 500, errorMessage: 'timeout' })]);
      expect([await countOf('timeout'), await countOf('-timeout')]).toEqual([added, 30]);
    }
  });
});
