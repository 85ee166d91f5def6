import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { metrics } from '../../../src/integration/metrics/metrics.ts';
import { initDatabase, openServerStore } from '../../../src/store/library.ts';
import { temporaryFolder } from '../../helpers/store.ts';
import { ask, makeApi, serve } from '../servers.ts';

async function newStore() {
  const path = join(temporaryFolder(), 'metrics.db');
  await initDatabase(path);
  const store = await openServerStore(path);
  onTestFinished(() => store.close());
  return store;
}

test('The documentation has each metric in a table', () => {
  const files = ['src/integration/metrics/metrics.ts', 'src/questions/database-metrics.ts'];
  const names = files.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=['`])presents_[^'` ]+(?=['`])/g) ?? []);
  const wanted = names.flatMap((name) =>
    name.includes('$') ? ['50', '95', '99'].map((percent) => name.replace(/\$\{.*?\}/, percent)) : [name],
  );
  const told = readFileSync('docs/library.md', 'utf8').match(/(?<=^\| `)presents_\w+/gm) ?? [];
  expect(wanted.length).toBeGreaterThan(20);
  expect(told.toSorted()).toEqual(wanted.toSorted());
});

describe('The metrics of a process', () => {
  test('count what went through its store, each once, and nothing that was refused', async () => {
    const store = await newStore();
    const { user, apiKey } = await store.users.create('shop').then(async ({ apiKey }) => ({
      apiKey,
      user: await store.users.authenticate(apiKey),
    }));
    await store.users.authenticate('a guess', { reason: true });
    const call = { userId: user?.id ?? 0, apiRoute: '/api/items/:id', statusCode: 200, responseTimeMs: 40 };
    await store.apiLogs.log(call);
    await store.apiLogs.logMany([call, { ...call, statusCode: 503, responseTimeMs: 700 }]);
    await expect(store.apiLogs.log({ ...call, responseTimeMs: -1 })).rejects.toThrow();
    await expect(store.apiLogs.logMany([call, { ...call, statusCode: 1 }])).rejects.toThrow();
    await store.products.put({ productId: 'B1', description: 'A bear', itemMainCategory: 'Toys' });
    await store.products.find('B1');
    await store.products.getMany(['B2', 'B1'], { successfulOnly: true });
    await store.products.getMany(['B2', 'B1']);
    expect(apiKey.length).toBeGreaterThan(0);
    expect(metrics(store)).toBe(`# HELP presents_calls_total Calls written to the log, by route and class of status.
# TYPE presents_calls_total counter
presents_calls_total{route="/api/items/:id",status_class="2xx"} 2
presents_calls_total{route="/api/items/:id",status_class="5xx"} 1
# HELP presents_call_duration_seconds Response times of the calls written to the log, by route.
# TYPE presents_call_duration_seconds histogram
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.005"} 0
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.01"} 0
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.025"} 0
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.05"} 2
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.1"} 2
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.25"} 2
presents_call_duration_seconds_bucket{route="/api/items/:id",le="0.5"} 2
presents_call_duration_seconds_bucket{route="/api/items/:id",le="1"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="2.5"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="5"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="10"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="30"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="60"} 3
presents_call_duration_seconds_bucket{route="/api/items/:id",le="+Inf"} 3
presents_call_duration_seconds_sum{route="/api/items/:id"} 0.78
presents_call_duration_seconds_count{route="/api/items/:id"} 3
# HELP presents_key_checks_total API keys that were checked, by result.
# TYPE presents_key_checks_total counter
presents_key_checks_total{result="accepted"} 1
presents_key_checks_total{result="refused"} 1
# HELP presents_cache_lookups_total Look-ups of a product in the cache of classifications, by result.
# TYPE presents_cache_lookups_total counter
presents_cache_lookups_total{result="hit"} 2
presents_cache_lookups_total{result="miss"} 1
`);
  });

  test('sum up the counts of all its request loggers, refusals by their reason', async () => {
    const first = await makeApi({ sample: 0, skip: ({ url }) => url === '/health' });
    const second = await makeApi();
    for (const { logger } of [first, second]) {
      const url = await serve((request, response) => logger(request, response, () => response.end()));
      for (const path of ['/health', '/items']) await fetch(url + path);
      await fetch(url, { headers: { 'api-key': 'guess' } });
      await ask(url);
      await logger.flush();
    }
    const text = metrics(await newStore(), { loggers: [first.logger, second.logger] });
    expect(text.split('\n').filter((line) => /^presents_(?:requests|calls_(?!total))/.test(line))).toEqual([
      'presents_requests_refused_total{reason="missing"} 3',
      'presents_requests_refused_total{reason="unknown"} 2',
      'presents_requests_refused_total{reason="inactive"} 0',
      'presents_requests_refused_total{reason="unavailable"} 0',
      'presents_requests_slowed_total 0',
      'presents_requests_skipped_total 1',
      'presents_requests_in_flight 0',
      'presents_calls_sampled_out_total 1',
      'presents_calls_lost_total 0',
      'presents_calls_waiting 0',
      'presents_calls_waiting_bytes 0',
    ]);
  });

  test('refuse what is no store, no option and no logger, each by its name', async () => {
    const store = await newStore();
    const wrong = (call: () => unknown) => {
      try {
        return call();
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    };
    const given: readonly unknown[][] = [[{}], [store, { logger: 1 }], [store, { loggers: [1] }]];
    expect(given.map((args) => wrong(() => Reflect.apply(metrics, undefined, args)))).toEqual([
      'metrics: store must be what openStore gives, awaited, not an object.',
      'metrics has no option “logger”.',
      'metrics: loggers[0] must be a logger, not 1.',
    ]);
  });
});
