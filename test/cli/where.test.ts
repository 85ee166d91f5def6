import { describe, expect, test } from 'vitest';
import { type CliWorld, runInProcess } from '../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const calls = [
  aCall({ statusCode: 422, errorMessage: 'Validation failed', responseTimeMs: 5 }),
  aCall({ statusCode: 500, errorMessage: 'Upstream timeout', responseTimeMs: 900, apiRoute: '/api/gifts/rank' }),
  aCall({ userId: 2, dateTime: '2026-11-20 03:30:00' }),
  aCall({ userId: 2, dateTime: '2026-11-10 03:30:00' }),
];
const path = () => buildDatabase({ users: [aUser('acme-shop'), aUser('gift-bot')], calls });

const run = (argv: readonly string[], world: Partial<CliWorld> = {}) =>
  runInProcess([...argv, '--db', path()], { cwd: '/', ...world });
const json = async (...argv: readonly string[]) => JSON.parse((await run([...argv, '--json'])).stdout);

test('tells the year of a time that is not of this year', async () => {
  const { stdout } = await run(['errors', 'list', '--where', 'time:2020-01-01']);
  expect(stdout).toContain('Wed 1 Jan 2020 00:00 – Thu 2 Jan 2020 00:00 CET');
});

describe('--where', () => {
  test('leaves of stats system, user and errors the calls that fit, and says so in JSON', async () => {
    expect(await json('stats', 'system', '--where', 'status:4xx')).toMatchObject({
      totalCalls: 1,
      where: 'status:4xx',
    });
    expect(await json('stats', 'user', 'acme-shop', '--where', 'ms:>100')).toMatchObject({
      totalCalls: 1,
      endpoints: [{ apiRoute: '/api/gifts/rank', callCount: 1 }],
      where: 'ms:>100',
    });
    expect(await json('stats', 'errors', '--where', 'm:*timeout*')).toMatchObject([{ statusCode: 500 }]);
  });

  test.each([
    [['stats', 'system'], /^System {3}last 24 h .*\nwhere: status:4xx\n/],
    [['stats', 'user', 'acme-shop'], /^acme-shop {3}last 30 d .*\nwhere: status:4xx\n/],
    [['stats', 'errors'], /^where: status:4xx\n/],
    [['calls'], /^Calls {3}1 of 3 .*\nwhere: status:4xx\n/],
  ])('stands above what %j prints for a person', async (argv, expected) => {
    const { stdout } = await run([...argv, '--where', 'status:4xx']);
    expect(stdout).toMatch(expected);
  });

  test('compares with calls before that fit, too', async () => {
    const { stdout } = await run(['stats', 'system', '--hours', '5', '--where', 'user:gift-bot']);
    expect(stdout).toMatch(/^Calls +0 +−100 %/m);
  });

  test('that names a user who does not exist finds nothing, and says who was probably meant', async () => {
    for (const argv of [['stats', 'system'], ['stats', 'errors'], ['calls']]) {
      const { exitCode, stderr } = await run([...argv, '--where', 'user:acme-shp status:5xx']);
      expect([exitCode, stderr]).toEqual([0, '! There is no user “acme-shp”. Did you mean “acme-shop”?\n']);
    }
    expect((await run(['calls', '--where', 'user:gift-bot status:5xx'])).stderr).toBe('');
  });

  test('given twice wants both', async () => {
    const argv = ['--where', 'user:acme-shop OR user:gift-bot', '--where', 'status:5xx OR status:4xx'];
    expect(await json('stats', 'system', ...argv)).toMatchObject({ totalCalls: 2 });
  });

  test.each([['--where=-user:acme-shop'], ['--where', '-user:acme-shop']])(
    'takes a filter that begins with a minus sign: %s %s',
    async (...argv) => {
      expect(await json('stats', 'system', ...argv.filter((word) => word !== undefined))).toMatchObject({
        totalCalls: 1,
        where: '-user:acme-shop',
      });
    },
  );

  test.each(['', '  '])('that is empty leaves every call', async (filter) => {
    expect(await json('stats', 'system', '--where', filter)).toMatchObject({ totalCalls: 3 });
    expect((await run(['stats', 'system', '--where', filter])).stdout).not.toContain('where:');
  });

  test('with a time counts instead of the hours, which is said where they were given', async () => {
    const where = ['--where', 'time:2026-11-10'];
    const { stdout, stderr } = await run(['stats', 'system', '--hours', '5', ...where]);
    expect(stdout).toMatch(/^System {3}Tue 10 Nov 00:00 – Wed 11 Nov 00:00 CET\nwhere: time:2026-11-10\n/);
    expect(stdout).toMatch(/^Calls +1$/m);
    expect(stderr).toBe('! --hours is ignored: the filter has a time of its own.\n');
    expect(await json('stats', 'system', ...where)).toMatchObject({
      totalCalls: 1,
      from: '2026-11-09T23:00:00.000Z',
      to: '2026-11-10T23:00:00.000Z',
    });
    expect(await json('stats', 'user', 'gift-bot', ...where)).toMatchObject({ totalCalls: 1 });
    expect(await json('calls', ...where)).toMatchObject([{ dateTime: '2026-11-10T03:30:00.000Z' }]);
    expect((await run(['calls', '--days', '1', ...where])).stderr).toContain('--days is ignored');
  });

  test('with a fault exits 2, prints nothing, and points at the place', async () => {
    for (const argv of [['stats', 'system'], ['stats', 'user', 'acme-shop'], ['stats', 'errors'], ['calls']]) {
      const { exitCode, stdout, stderr } = await run([...argv, '--where', 'user:a statsu:422']);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^✗ No field “statsu”\. Did you mean “status”\?\n {2}user:a statsu:422\n {9}\^{6}\n$/);
    }
  });
});
