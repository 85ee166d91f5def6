import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../helpers/csv.ts';
import { type CliWorld, runInProcess } from '../helpers/run-cli.ts';
import { temporaryFolder } from '../helpers/store.ts';
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

  test('CSV has a row for each, and a cell for each column', async () => {
    const lengths = [
      [['stats', 'system', '--hours', '168'], 10 + 10 + 8],
      [['user', 'list'], 1753],
      [['stats', 'errors', '--limit', '1000'], 220],
    ] as const;
    for (const [argv, count] of lengths) {
      const [header = [], ...rows] = parseCsv((await presents([...argv, '--csv'])).stdout);
      expect(rows).toHaveLength(count);
      expect(rows.filter((row) => row.length !== header.length)).toEqual([]);
    }
  });
});
