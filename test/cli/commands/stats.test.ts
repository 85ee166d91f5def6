import { describe, expect, test } from 'vitest';
import { statisticsFolder } from '../../../src/store/open.ts';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';
import { waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall, aUser, buildDatabase, openTestStore, temporaryFolder } from '../../helpers/store.ts';

interface Case {
  readonly function: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

const casesOf = (name: string) => (expected.cases as unknown as readonly Case[]).filter((one) => one.function === name);

async function json(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr, exitCode } = await runInProcess([...argv, '--json'], { cwd: referenceFolder() });
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

describe('stats system', () => {
  test.each(casesOf('get_system_api_stats'))('of $args.hours hours is what the original says', async (known) => {
    const { hours } = known.args;
    const stats = await json(['stats', 'system', '--hours', String(hours)]);
    const { avg_response_time: average } = known.expected;
    expect(stats).toMatchObject({
      periodHours: hours,
      totalCalls: known.expected.total_calls,
      activeUsers: known.expected.active_users,
      errorCount: known.expected.error_count,
      serverErrorCount: known.expected.server_error_count,
    });
    expect(stats.avgResponseMs).toBeCloseTo(Number(average), 6);
    const counts = (known.expected.top_users as { call_count: number }[]).map((user) => user.call_count);
    expect((stats.topUsers as { callCount: number }[]).map((user) => user.callCount)).toEqual(counts);
  });

  test('is a report for a person, with the change against the time before and the zone of its times', async () => {
    const { stdout } = await runInProcess(['stats', 'system'], { cwd: referenceFolder() });
    expect(stdout).toContain('last 24 h   Thu 19 Nov 13:00 – Fri 20 Nov 13:00 CET   change against the 24 h before');
    expect(stdout).toMatch(/^Calls +911 +\+142 %$/m);
    expect(stdout).toMatch(/^ {2}5xx +22 +2\.4 % +\+<0\.1 pp$/m);
    expect(stdout).toMatch(/^client1 +240 +[█-▏]+ +7\.9 % +83\.9$/m);
    expect(stdout).toMatch(/^\/api\/predict +290 +11\.4 % +275$/m);
    expect(stdout).toMatch(/^200 +█+ +829 +91\.0 %$/m);
  });

  test('compares its lists with the window before with --compare, as text, JSON and CSV, of the time of a filter too', async () => {
    const run = (...argv: string[]) =>
      runInProcess(['stats', 'system', '--compare', ...argv], { cwd: referenceFolder() });
    const { stdout } = await run();
    expect(stdout).toContain('change against Wed 18 Nov 13:00 – Thu 19 Nov 13:00 CET');
    expect(stdout).toMatch(/^username +calls +Δ calls/m);
    const week = await run('--hours', '240');
    expect(week.stdout).toContain('change against Tue 27 Oct 13:00 – Fri 6 Nov 13:00 CET');
    const { before, topUsers } = await json(['stats', 'system', '--compare']);
    const counts = before as { totalCalls: number; users: { username: string; callCount: number }[] };
    expect(counts.users.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(counts.totalCalls);
    const [name, callCount] = (topUsers as { username: string; callCount: number }[]).map((user) => [
      user.username,
      user.callCount,
    ])[0] ?? [''];
    const csv = await run('--csv');
    const wanted = counts.users.find(({ username }) => username === name)?.callCount ?? 0;
    expect(csv.stdout).toMatch(new RegExp(`^user,${name},${callCount},.*,${wanted},,,\r?$`, 'm'));
    const day = await run('--where', 'time:2026-11-19');
    expect(day.stdout).toMatch(/^System {3}Thu 19 Nov .* change against Wed 18 Nov 00:00 – Thu 19 Nov 00:00 CET/);
    const open = await run('--where', 'until:2026-11-19');
    expect([open.exitCode, open.stderr]).toEqual([2, expect.stringContaining('needs a time with a beginning')]);
  });

  test('gives its lists and totals as one table with --csv', async () => {
    const { stdout } = await runInProcess(['stats', 'system', '--csv'], { cwd: referenceFolder() });
    const lines = stdout.split('\r\n');
    expect(lines[0]).toBe('list,name,callCount,errorCount,avgResponseMs,p95ResponseMs,metric,value');
    expect(lines[1]).toMatch(/^user,client1,240,19,83\.89\d+,,,$/);
    expect(lines).toContain('status,200,829,,,,,');
    expect(lines).toContain('total,,,,,,activeUsers,13');
  });
});

describe('stats user', () => {
  test.each(casesOf('get_user_api_stats'))(
    'of $args.username over $args.days days is what the original says',
    async (known) => {
      const { username, days } = known.args;
      const stats = await json(['stats', 'user', String(username), '--days', String(days)]);
      expect(stats).toMatchObject({
        username,
        periodDays: days,
        totalCalls: known.expected.total_calls,
        minResponseMs: known.expected.min_response_time,
        maxResponseMs: known.expected.max_response_time,
        errorCount: known.expected.error_count,
        uniqueEndpoints: known.expected.unique_endpoints,
      });
      const endpoints = known.expected.endpoints as { api_route: string; call_count: number }[];
      const counts = new Map(endpoints.map((endpoint) => [endpoint.api_route, endpoint.call_count]));
      const found = stats.endpoints as { apiRoute: string; callCount: number }[];
      expect(new Map(found.map(({ apiRoute, callCount }) => [apiRoute, callCount]))).toEqual(counts);
    },
  );

  test('prints dashes for somebody who never called, where the original crashed', async () => {
    const { stdout, exitCode } = await runInProcess(['stats', 'user', 'never-called'], { cwd: referenceFolder() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Average +–$/m);
    expect(stdout).toMatch(/^Last call +–$/m);
    expect(stdout).toContain('No calls in this time.');
  });

  test('heads the report of a hostile name harmlessly', async () => {
    const { stdout } = await runInProcess(['stats', 'user', 'evil\u001b[31mred'], { cwd: referenceFolder() });
    expect(stdout).toMatch(/^evil␛\[31mred {3}last 30 d/);
  });

  test('gives the endpoints and totals with --csv', async () => {
    const { stdout } = await runInProcess(['stats', 'user', 'client1', '--csv'], { cwd: referenceFolder() });
    expect(stdout).toMatch(
      /^list,apiRoute,callCount,errorCount,avgResponseMs,p95ResponseMs,metric,value\r\nendpoint,\/api\/predict,423,/,
    );
  });

  test('of an unknown user exits 1, where the original said 0', async () => {
    const { stdout, exitCode } = await runInProcess(['stats', 'user', 'nobody'], { cwd: referenceFolder() });
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});

describe('stats errors', () => {
  test('are those of the original, with their payloads', async () => {
    const known = casesOf('get_recent_errors').find((one) => one.args.limit === 100);
    const errors = (await json(['stats', 'errors', '--limit', '100'])) as unknown as Record<string, unknown>[];
    const original = known?.expected as unknown as Record<string, unknown>[];
    expect(errors).toEqual(
      original.map((error) => ({
        id: error.id,
        dateTime: `${String(error.date_time).replace(' ', 'T')}.000Z`,
        username: error.username,
        apiRoute: error.api_route,
        statusCode: error.response_status_code,
        errorMessage: error.error_message,
        requestPayload: error.request_payload,
      })),
    );
  });

  test('are ten unless more are asked for, and harmless', async () => {
    const { stdout, stderr } = await runInProcess(['stats', 'errors'], { cwd: referenceFolder() });
    expect(stdout.trimEnd().split('\n')).toHaveLength(11);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(stderr).toBe('  Times are those of Europe/Berlin.\n');
  });
});

describe('stats cache', () => {
  test('is what the original says', async () => {
    const known = casesOf('get_classification_stats')[0]?.expected ?? {};
    const stats = await json(['stats', 'cache']);
    expect(stats).toMatchObject({
      totalCached: known.total_cached,
      uniqueProducts: known.unique_products,
      successful: known.successful,
      failed: known.failed,
      oldestEntry: '2026-09-21T21:35:15.000Z',
      newestEntry: '2026-11-20T11:23:18.000Z',
    });
    // Equal counts stand in the order of their names, where the original left it to chance.
    const categories = (known.top_categories as { item_main_category: string; count: number }[])
      .map((one) => ({ category: one.item_main_category, count: one.count }))
      .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
    expect(stats.topCategories).toEqual(categories);
  });

  test('gives the categories and totals with --csv', async () => {
    const { stdout } = await runInProcess(['stats', 'cache', '--csv'], { cwd: referenceFolder() });
    expect(stdout).toMatch(
      /^list,category,count,share,fromDays,toDays,metric,value\r\ncategory,Electronics,95,0\.25\d+,,,,\r\n/,
    );
  });
});

describe('stats where the dashboard has made an index', () => {
  test('say in JSON and for a person that percentiles are approximate, and are exact with --exact', async () => {
    const calls = Array.from({ length: 60_000 }, (_, n) => {
      const time = `${8 + (n % 3)}:${String(n % 60).padStart(2, '0')}`.padStart(5, '0');
      return aCall({ dateTime: `2026-11-20 ${time}:00`, responseTimeMs: n % 997 });
    });
    const path = buildDatabase({ users: [aUser('shop')], calls });
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const store = await openTestStore(path, { statisticsIndex: { folder: statisticsFolder(env), builds: true } });
    await waitForIndex(store);
    await store.close();
    const run = async (...argv: string[]) => (await runInProcess([...argv, '--db', path], { cwd: '.', env })).stdout;
    for (const command of [
      ['stats', 'system'],
      ['stats', 'user', 'shop'],
    ]) {
      const { approximate, ...found } = JSON.parse(await run(...command, '--json'));
      const exact = JSON.parse(await run(...command, '--json', '--exact'));
      expect([approximate, exact.approximate, found.isApproximate]).toEqual([true, undefined, undefined]);
      expect(found).toMatchObject({ totalCalls: 60_000, avgResponseMs: exact.avgResponseMs });
      expect(Math.abs(found.p95ResponseMs / exact.p95ResponseMs - 1)).toBeLessThan(0.01);
      expect(await run(...command)).toMatch(/^p95 +≈ 9\d\d ms/m);
      expect(await run(...command, '--exact')).toMatch(/^p95 +9\d\d ms/m);
    }
    const check = ['check', '--hours', '24', '--fail-if', 'p95>900', '--fail-if', 'avg>400'];
    expect(await run(...check)).toMatch(/^p95 ≈ 9\d\d ms > 900 ms\navg 497 ms > 400 ms\n$/);
    expect(await run('check', '--hours', '24', '--fail-if', 'p95>999')).toMatch(/^fine: p95 ≈ 9\d\d ms\n$/);
    expect(JSON.parse(await run(...check, '--json')).conditions).toEqual([
      expect.objectContaining({ metric: 'p95', approximate: true }),
      expect.not.objectContaining({ approximate: true }),
    ]);
  });
});
