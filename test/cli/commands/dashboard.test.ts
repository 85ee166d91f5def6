import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DashboardOptions } from '../../../src/model/dashboard-options.ts';
import { locationText } from '../../../src/store/location.ts';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';

describe('presents alone', () => {
  test('opens the dashboard on a terminal, on the database that is named, with its exit code', async () => {
    const opened: DashboardOptions[] = [];
    const openDashboard = async (options: DashboardOptions) => {
      opened.push(options);
      return 130;
    };
    const world = { cwd: '/somewhere', isTTY: true, openDashboard };
    const plain = await runInProcess([], world);
    await runInProcess(['--db', 'other.db', '--no-color'], world);
    expect(plain).toEqual({ exitCode: 130, stdout: '', stderr: '' });
    expect(opened).toMatchObject([
      { location: { kind: 'file', path: '/somewhere/predict_presents.db' }, color: true },
      { location: { kind: 'file', path: '/somewhere/other.db' }, color: false },
    ]);
  });

  test('says so where there is a screen but no keyboard, exit 2', async () => {
    const { exitCode, stdout, stderr } = await runInProcess([], {
      cwd: referenceFolder(),
      isTTY: { stdout: true, stderr: true },
    });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('standard input is not a terminal');
  });

  test('prints the dashboard once as plain text where stdout is no terminal', async () => {
    const { exitCode, stdout, stderr } = await runInProcess([], { cwd: referenceFolder(), isTTY: { stdin: true } });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/^presents {3}.*predict_presents\.db {3}2026-11-20 13:00:00 CET\n/);
    expect(stdout).toMatch(/^client1 +● active +36 s ago +240 /m);
    expect(stdout).toMatch(/^System {3}last 24 h {3}Thu 19 Nov 13:00 – Fri 20 Nov 13:00 CET {3}change against/m);
    expect(stdout).toMatch(/^Calls +911 +\+142 % +calls per 15 min$/m);
    expect(stdout).toMatch(/^Top users +Top routes$/m);
    expect(stdout).toContain('Latest errors');
    expect(stdout).toMatch(/^Cached +500/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('says that the saved views cannot be read, and not that there are none, where their file is damaged', async () => {
    const state = temporaryFolder();
    mkdirSync(join(state, 'presents'), { mode: 0o700 });
    writeFileSync(join(state, 'presents/views.json'), '{"views": [', { mode: 0o600 });
    const env = { XDG_STATE_HOME: state };
    const { exitCode, stderr } = await runInProcess(['--view', 'mine'], { cwd: referenceFolder(), env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The views in ${join(state, 'presents/views.json')} cannot be read.`);
    expect(stderr).toContain('Move that file away and try again.');
  });

  test('refuses a view that there is not, and says that a view takes a terminal, where stdout is none', async () => {
    const cwd = referenceFolder();
    const unknown = await runInProcess(['--view', 'nope'], { cwd });
    expect([unknown.exitCode, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('There is no view “nope”.');
    const config = join(temporaryFolder(), 'config.json');
    writeFileSync(config, '{ "views": { "failed": { "screen": "errors" } } }');
    const known = await runInProcess(['--view', 'failed', '--config', config], { cwd });
    expect([known.exitCode, known.stderr]).toEqual([0, expect.stringContaining('shows no view')]);
  });

  test('prints an empty database too', async () => {
    const cwd = temporaryFolder();
    await runInProcess(['init'], { cwd });
    const { exitCode, stdout } = await runInProcess([], { cwd });
    expect(exitCode).toBe(0);
    for (const text of ['No users yet', 'No calls in this time.', 'No call has failed.', 'Nothing is cached yet.']) {
      expect(stdout).toContain(text);
    }
  });

  test('gives the same as one JSON document with --json, on a terminal too', async () => {
    const { stdout, exitCode } = await runInProcess(['--json'], { cwd: referenceFolder(), isTTY: true });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      system: { totalCalls: 911 },
      before: { totalCalls: expect.any(Number) },
      users: expect.arrayContaining([expect.objectContaining({ username: 'client1', callCount: 240 })]),
      errors: Array.from({ length: 8 }, () => expect.anything()),
      cache: { totalCached: 500 },
    });
  });
});

describe('demo', () => {
  const argv = ['demo', '--calls', '500', '--rate', '1'];

  test.each([{ stdin: true }, { stdout: true }, {}])('is refused without a terminal: %j', async (isTTY) => {
    const { exitCode, stderr } = await runInProcess(argv, { cwd: '/', isTTY });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needs a terminal');
  });

  test('opens the dashboard on a database of its own and removes it afterwards, also where the dashboard fails', async () => {
    for (const ending of [() => Promise.resolve(0), () => Promise.reject(new Error('broken'))]) {
      let folder = '';
      const openDashboard = ({ location }: DashboardOptions) => {
        folder = dirname(locationText(location));
        expect(existsSync(join(folder, 'predict_presents.db'))).toBe(true);
        return ending();
      };
      await runInProcess(argv, { cwd: '/', isTTY: true, openDashboard });
      expect(folder).not.toBe('');
      expect(existsSync(folder)).toBe(false);
    }
  });

  test('fills no file that somebody named, and no server that only the environment names', async () => {
    const named = await runInProcess([...argv, '--db', 'x.db'], { cwd: '/', isTTY: true });
    expect([named.exitCode, named.stderr]).toEqual([
      2,
      expect.stringContaining('so --db can only name a server for it'),
    ]);
    const env = { PRESENTS_DB: 'postgresql://nobody@nowhere.invalid/gifts' };
    const openDashboard = async ({ location }: DashboardOptions) => (location.kind === 'file' ? 0 : 1);
    expect(await runInProcess(argv, { cwd: '/', env, isTTY: true, openDashboard })).toMatchObject({ exitCode: 0 });
  });

  test.runIf(hasPostgres)('fills a server that --db names, and says when its tables are removed', async () => {
    const { name, database } = await createDatabase('nothing');
    const opened: string[] = [];
    const openDashboard = async ({ location, isDemo }: DashboardOptions) => {
      opened.push(`${location.kind} ${isDemo}`);
      return 0;
    };
    const world = { cwd: '/', env: { NO_COLOR: '1' }, isTTY: true, openDashboard };
    const { exitCode, stderr } = await runInProcess([...argv, '--db', name], world);
    expect([exitCode, opened]).toEqual([0, ['server true']]);
    expect(stderr).toMatch(new RegExp(`The tables of the demo are removed from postgresql://postgres@\\S*${database}`));
  });

  test('leaves nothing behind when it is interrupted while it prepares', async () => {
    const opened: unknown[] = [];
    const { exitCode } = await runInProcess(['demo', '--calls', '300000'], {
      cwd: '/',
      isTTY: true,
      interruptAt: 'Inventing',
      openDashboard: async (options) => opened.push(options),
    });
    expect([exitCode, opened]).toEqual([130, []]);
  });
});
