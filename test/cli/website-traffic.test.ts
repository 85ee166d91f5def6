import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../helpers/csv.ts';
import { type CliWorld, runInProcess } from '../helpers/run-cli.ts';
import { querySql, temporaryFolder } from '../helpers/store.ts';
import { WEBSITE_END, writeWebsiteTraffic } from '../helpers/website-traffic.ts';
import { lineBeyond, strangerInText } from '../hostile/looks.ts';

let path = '';

beforeAll(() => {
  path = join(temporaryFolder(), 'website.db');
  writeWebsiteTraffic(path);
});

const presents = (argv: readonly string[], world: Partial<CliWorld> = {}) =>
  runInProcess(['--db', path, ...argv], { cwd: '/', now: WEBSITE_END, ...world });

describe('On real traffic of 1,753 users and 1,498 routes', () => {
  const commands = [
    ['stats', 'system', '--hours', '168'],
    ['stats', 'user', 'host-f5c3ef61', '--days', '7'],
    ['stats', 'errors', '--limit', '1000'],
    ['calls', '--days', '7', '--limit', '3000'],
    ['calls', '--days', '7', '--sort', 'ms', '--where', 'mozilla -status:2xx'],
    ['user', 'list'],
    [],
  ];

  test.for(commands.map((argv) => [argv.join(' '), argv] as const))(
    '“presents %s” prints only harmless lines that fit the terminal',
    async ([, argv]) => {
      for (const columns of [120, 80, 40]) {
        const { stdout, exitCode } = await presents(argv, { columns, env: { COLUMNS: String(columns) } });
        expect(exitCode).toBe(0);
        const lines = stdout.split('\n');
        expect(lines.map(strangerInText).find((stranger) => stranger !== undefined)).toBeUndefined();
        // A command to be pasted is not cut.
        expect(
          lineBeyond(
            lines.filter((line) => !line.includes(path)),
            columns,
          ),
        ).toBeUndefined();
      }
    },
  );

  test('JSON has every user, route and message to the letter', async () => {
    const ask = async (...argv: string[]) => JSON.parse((await presents([...argv, '--json'])).stdout);
    const system = await ask('stats', 'system', '--hours', '168');
    expect(system).toMatchObject({ totalCalls: 10_000, activeUsers: 1753, errorCount: 220 });
    expect(system.topRoutes[0]).toMatchObject({ apiRoute: '/favicon.ico', callCount: 807 });
    const user = await ask('stats', 'user', 'host-f5c3ef61', '--days', '7');
    expect(user).toMatchObject({ totalCalls: 482, errorCount: 10 });
    expect(user.endpoints).toHaveLength(user.uniqueEndpoints);
    expect(await ask('user', 'list')).toHaveLength(1753);
    const errors: readonly Record<string, string>[] = await ask('stats', 'errors', '--limit', '1000');
    expect(errors).toHaveLength(220);
    for (const { apiRoute = '', errorMessage = '' } of errors) expect(errorMessage).toContain(` ${apiRoute} refused`);
    expect(Math.max(...errors.map(({ apiRoute = '' }) => apiRoute.length))).toBe(595);
  });

  test('calls are those of the log, in their order, to the letter, with every agent', async () => {
    const { stdout } = await presents(['calls', '--days', '7', '--limit', 'all', '--jsonl']);
    const calls = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    const stored = querySql(
      path,
      `SELECT l.id, username, api_route, response_status_code, response_time_ms, error_message, request_payload
       FROM user_api_call_log l JOIN "user" u ON u.id = l.user_id ORDER BY date_time DESC, l.id DESC`,
    );
    const listed = calls.map((call) => [
      call.id,
      call.username,
      call.apiRoute,
      call.statusCode,
      call.responseMs,
      call.errorMessage,
    ]);
    expect(listed).toEqual(stored.map((row) => Object.values(row).slice(0, -1)));
    expect(calls.map((call) => call.requestPayload)).toEqual(
      stored.map((row) => JSON.parse(String(row.request_payload))),
    );
  });

  test.each([
    ['status:404', 213],
    ['status:4xx', 217],
    ['status:>=500', 3],
    ['user:host-f5c3ef61', 482],
    ['user:host-f5c3ef61,host-4258fdd6', 482 + 364],
    ['route:/favicon.ico', 807],
    ['route:/blog/tags/puppet?flav=rss20', 488],
    ['route:"/?flav=rss20"', 217],
    ['route:/files/logstash/logstash-1.3.2-monolithic.jar is:error', 61],
    ['time:2015-05-19T00:00:00Z..2015-05-20T00:00:00Z', 2896],
    ['req.method:HEAD', 42],
    ['-req.method:GET', 48],
  ])('as many calls fit “%s” as GoAccess or the file itself counts', async (filter, count) => {
    const argv = ['--where', filter, '--json'];
    expect(JSON.parse((await presents(['stats', 'system', '--hours', '168', ...argv])).stdout)).toMatchObject({
      totalCalls: count,
    });
    expect(JSON.parse((await presents(['calls', '--days', '7', '--limit', 'all', ...argv])).stdout)).toHaveLength(
      count,
    );
  });

  test('CSV has a row for each, and a cell for each column', async () => {
    const lengths = [
      [['stats', 'system', '--hours', '168'], 10 + 10 + 8 + 11],
      [['user', 'list'], 1753],
      [['stats', 'errors', '--limit', '1000'], 220],
      [['calls', '--days', '7', '--limit', 'all'], 10_000],
    ] as const;
    for (const [argv, count] of lengths) {
      const [header = [], ...rows] = parseCsv((await presents([...argv, '--csv'])).stdout);
      expect(rows).toHaveLength(count);
      expect(rows.filter((row) => row.length !== header.length)).toEqual([]);
    }
  });
});
