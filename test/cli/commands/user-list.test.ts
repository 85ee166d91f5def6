import { describe, expect, test } from 'vitest';
import type { UserOverview } from '../../../src/model/user.ts';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const list = (...options: readonly string[]) => runInProcess(['user', 'list', ...options], { cwd: referenceFolder() });
const rowsOf = (stdout: string) => JSON.parse(stdout) as readonly UserOverview[];

describe('user list with traffic', () => {
  test('has the same columns as the dashboard, the busiest user first', async () => {
    const { stdout, exitCode } = await list('--hours', '24');
    const [heading, , header, first] = stdout.split('\n');
    expect(heading).toMatch(/^Users {3}14 {3}last 24 h {3}Thu 19 Nov .* – Fri 20 Nov /);
    const headers = ['USERNAME', 'STATUS', 'KEY', 'LAST CALL', 'CALLS', 'LAST 24 H', 'LAST 7 D', 'ERRORS', '5XX'];
    expect(header?.split(/ {2,}/)).toEqual([...headers, 'LAST ERROR', 'AVG MS', 'P95 MS', 'TOP ROUTE', 'CREATED']);
    expect(first).toMatch(/^client1 .*active +(ok|errors|hot) /);
    expect(exitCode).toBe(0);
  });

  test('keeps the fields of the plain list in JSON and puts its own behind them', async () => {
    const [plain] = rowsOf((await list('--json')).stdout);
    const [user] = rowsOf((await list('--days', '1', '--sort', 'created', '--json')).stdout);
    expect(user).toMatchObject(plain ?? {});
    const more = ['lastCallAt', 'callCount', 'errorCount', 'avgResponseMs', 'callsByBucket', 'p95ResponseMs'];
    const details = ['serverErrorCount', 'lastErrorAt', 'lastErrorStatus', 'topRoute', 'callsLast7Days', 'keyState'];
    expect(Object.keys(user ?? {})).toEqual([...Object.keys(plain ?? {}), ...more, ...details]);
    const lines = (await list('--hours', '24', '--jsonl')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rowsOf((await list('--hours', '24', '--json')).stdout));
  });

  test('has one column for every value in CSV', async () => {
    const { stdout } = await list('--hours', '24', '--csv', '--limit', '1');
    expect(stdout.split('\r\n')[0]).toBe(
      'id,username,isActive,keyState,lastCallAt,callCount,callsLast7Days,errorCount,serverErrorCount,lastErrorAt,' +
        'lastErrorStatus,avgResponseMs,p95ResponseMs,topRoute,createdAt',
    );
  });

  test('is sorted by everything that it shows, and chosen by a filter and by number', async () => {
    const names = async (...options: readonly string[]) =>
      rowsOf((await list('--json', ...options)).stdout).map(({ username }) => username);
    expect((await names('--sort', 'last-call', '--reverse'))[0]).toBe('never-called');
    expect(await names('--where', 'is:never')).toEqual(['never-called']);
    expect(await names('--where', 'user:client*', '--sort', 'name')).toEqual(['client1', 'client2']);
    expect(await names('--where', 'user:client*', '--active-only')).toEqual(['client1']);
    expect(await names('--sort', 'name', '--active-only', '--limit', '2')).toHaveLength(2);
    expect(await names('--limit', '3')).toEqual((await names()).slice(0, 3));
    const { stdout, stderr } = await list('--sort', '5xx', '--limit', '3');
    expect(stdout.trim().split('\n')).toHaveLength(6);
    expect(stderr).toContain('3 of 14 users; --limit all prints every one.');
  });

  test('says what is wrong with an option, and who is not there', async () => {
    expect(await list('--sort', 'size')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('last-call') });
    expect(await list('--where', 'is:idel')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('idle') });
    const { stdout, stderr } = await list('--where', 'user:clinet1');
    expect([stdout.includes('No user fits.'), stderr]).toEqual([true, expect.stringContaining('“client1”')]);
  });

  test('has everybody once, those who called first', async () => {
    const users = Array.from({ length: 1_200 }, (_, index) => aUser(`user ${index}`));
    const db = buildDatabase({ users, calls: [aCall({ userId: 1_100 }), aCall({ userId: 1_100 }), aCall()] });
    const { stdout } = await list('--hours', '24', '--jsonl', '--db', db);
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as UserOverview).id);
    expect(ids.slice(0, 2)).toEqual([1_100, 1]);
    expect(new Set(ids).size).toBe(1_200);
  });

  test('says how many there are beside those that --limit leaves, as the other lists do', async () => {
    const cwd = referenceFolder();
    const { stderr } = await runInProcess(['user', 'list', '--limit', '2'], { cwd });
    expect(stderr).toContain('  2 of 14 users; --limit all prints every one.\n');
    expect((await runInProcess(['user', 'list', '--limit', '2', '--json'], { cwd })).stderr).toBe('');
    expect((await runInProcess(['user', 'list'], { cwd })).stderr).not.toContain('--limit');
  });
});
