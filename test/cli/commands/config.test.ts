import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describedProgram } from '../../../scripts/document-sections.ts';
import { pathOf } from '../../../src/cli/arguments.ts';
import { CliCommand } from '../../../src/cli/commands/cli-command.ts';
import { leavesOf } from '../../../src/cli/print/help.ts';
import type { DashboardOptions } from '../../../src/model/dashboard-options.ts';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';

/** A folder with the reference database, whose config file has this text. */
const configured = (text: string) => {
  const cwd = referenceFolder();
  mkdirSync(join(cwd, 'presents'));
  writeFileSync(join(cwd, 'presents', 'config.json'), text, { mode: 0o600 });
  return { cwd, env: { PRESENTS_CONFIG: '', XDG_CONFIG_HOME: cwd } };
};
const production = (cwd: string, more = '') =>
  `{ "databases": { "live": { "location": "${cwd}/predict_presents.db", "word": "PRODUCTION", "color": "red"${more} } } }`;
const writeConfig = (cwd: string, text: string) =>
  writeFileSync(join(cwd, 'presents', 'config.json'), text, { mode: 0o600 });

describe('presents config', () => {
  test('shows every setting and where it comes from: option, environment, line of the file, default', async () => {
    const { cwd, env } = configured('{\n  "theme": "light",\n  "mouse": false\n}');
    const { stdout, stderr, exitCode } = await runInProcess(['config', '--interval', '5s'], {
      cwd,
      env: { ...env, PRESENTS_THEME: 'dark' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^theme +dark +PRESENTS_THEME$/m);
    expect(stdout).toMatch(/^mouse +false +config line 3$/m);
    expect(stdout).toMatch(/^interval +5s +--interval$/m);
    expect(stdout).toMatch(/^thresholds\.errorShare\.bad +0\.05 +default$/m);
    expect(stderr).toContain(`Config file: ${cwd}/presents/config.json`);
  });

  test('says so where there is no file, and answers as JSON', async () => {
    const cwd = referenceFolder();
    const world = { cwd, env: { PRESENTS_CONFIG: '', XDG_CONFIG_HOME: cwd } };
    expect((await runInProcess(['config'], world)).stderr).toContain('config.json (does not exist)');
    const { file, exists, settings } = JSON.parse((await runInProcess(['config', '--json'], world)).stdout);
    expect([file, exists]).toEqual([`${cwd}/presents/config.json`, false]);
    expect(settings).toContainEqual({ name: 'theme', value: 'auto', origin: 'default', place: '' });
  });

  test.each([
    'postgresql://me:s3cret@db.example/gifts',
    'postgresql://db.example/gifts?user=me&password=s3cret&sslpassword=s3cret',
    "host=db.example user=me password='s3cret'",
    'mysql://me:s3cret@db.example/gifts',
    'postgresql://me:s3cret@db.example:port/gifts',
  ])('never shows a password: %s', async (location) => {
    const { cwd, env } = configured(JSON.stringify({ databases: { live: { location } } }));
    for (const format of [[], ['--json'], ['--csv'], ['--jsonl']]) {
      const { stdout, stderr } = await runInProcess(['config', ...format], { cwd, env });
      expect(stdout).toContain('databases.live');
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });
});

describe('A config file', () => {
  test.each([
    ['the dashboard', []],
    ['a command', ['user', 'list']],
    ['config itself', ['config']],
  ])('with a fault ends %s with exit code 2, and help works all the same', async (_, argv) => {
    const { cwd, env } = configured('{\n  "them": "dark"\n}');
    const { exitCode, stdout, stderr } = await runInProcess(argv, { cwd, env, isTTY: true });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${cwd}/presents/config.json:2:3: There is no setting “them”.`);
    expect(stderr).toContain('Did you mean “theme”?');
    expect((await runInProcess([...argv, '--help'], { cwd, env })).exitCode).toBe(0);
  });

  test('sets the zone of times that commands print', async () => {
    const { cwd, env } = configured('{ "zone": "utc" }');
    const { stderr } = await runInProcess(['stats', 'errors'], { cwd, env });
    expect(stderr).toContain('UTC');
  });

  test.each([
    ['PRESENTS_THEME', { PRESENTS_THEME: 'drak' }, [], 'PRESENTS_THEME cannot be “drak”. '],
    ['--theme', {}, ['--theme', 'drak'], '--theme cannot be “drak”. '],
  ])('and %s have the same words: a wrong one is told, exit code 2', async (_, env, options, sentence) => {
    const { exitCode, stderr } = await runInProcess(['config', ...options], { cwd: '/', env });
    expect([exitCode, stderr.replace(/\n\s*/, ' ')]).toEqual([2, expect.stringContaining(sentence)]);
    expect(stderr).toContain('Did you mean “dark”?');
  });
});

describe('A view', () => {
  test('of the config file or saved in the dashboard starts it; a wrong name is told with the nearest, exit code 2', async () => {
    const { cwd, env } = configured('{ "views": { "server errors": { "screen": "calls", "filter": "status:5xx" } } }');
    mkdirSync(join(cwd, 'state', 'presents'), { recursive: true, mode: 0o700 });
    const saved = JSON.stringify({ views: [{ name: 'mine', screen: 'cache' }] });
    writeFileSync(join(cwd, 'state', 'presents', 'views.json'), saved, { mode: 0o600 });
    const opened: DashboardOptions[] = [];
    const openDashboard = async (options: DashboardOptions) => {
      opened.push(options);
      return 0;
    };
    const world = { cwd, env: { ...env, XDG_STATE_HOME: join(cwd, 'state') }, isTTY: true, openDashboard };
    await runInProcess(['--view', 'server errors'], world);
    await runInProcess(['--view', 'mine', '--resume'], world);
    expect(opened).toMatchObject([
      { view: { screen: 'calls' }, isResumed: false },
      { view: { screen: 'cache' }, isResumed: true },
    ]);
    const { exitCode, stderr } = await runInProcess(['--view', 'server eror'], world);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Did you mean “server errors”?')]);
  });

  test.each([['--view', 'x'], ['--resume']])('is nothing for a command: %s', async (...option) => {
    const { exitCode, stderr } = await runInProcess(['user', 'list', ...option], { cwd: referenceFolder() });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is an option of the dashboard')]);
  });
});

describe('A database of the config file', () => {
  test('is named by --db, PRESENTS_DB and copy, and printed commands name it so', async () => {
    const { cwd, env } = configured('{}');
    writeConfig(cwd, production(cwd));
    const elsewhere = { cwd: '/', env };
    expect((await runInProcess(['user', 'list', '--db', 'live'], elsewhere)).stdout).toContain('client1');
    const byVariable = await runInProcess(['user', 'list'], { cwd: '/', env: { ...env, PRESENTS_DB: 'live' } });
    expect(byVariable.stdout).toContain('client1');
    const { stderr } = await runInProcess(['user', 'deactivate', 'client1', '--db', 'live', '--yes'], elsewhere);
    expect(stderr).toContain('presents user reactivate --db live client1');
  });

  test('that is near what --db names is suggested', async () => {
    const { cwd, env } = configured('{}');
    writeConfig(cwd, production(cwd));
    const { stderr, exitCode } = await runInProcess(['user', 'list', '--db', 'liev'], { cwd, env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean “live”?');
    // What is written as a file is one.
    const file = await runInProcess(['user', 'list', '--db', './liev'], { cwd, env });
    expect([file.exitCode, file.stderr]).toEqual([1, expect.not.stringContaining('Did you mean')]);
  });
});

describe('A database that is read-only', () => {
  const program = describedProgram();
  const leaves = leavesOf(program).filter((leaf) => leaf instanceof CliCommand);
  const changing = leaves.filter((leaf) => leaf.changesDatabase).map((leaf) => pathOf(leaf).replace('presents ', ''));

  test('knows the commands that change it', () => {
    const always = ['init', 'maintain', 'cleanup logs', 'cleanup cache', 'user create', 'user regenerate-key'];
    const further = [
      'user deactivate',
      'user reactivate',
      'errors resolve',
      'errors ignore',
      'errors reopen',
      'errors note',
    ];
    expect(changing).toEqual(expect.arrayContaining([...always, ...further]));
  });

  test.each(changing)(
    'refuses %s before a question is asked, exit code 2, and the file stays as it is',
    async (path) => {
      const { cwd, env } = configured('{}');
      const file = join(cwd, 'predict_presents.db');
      const before = readFileSync(file);
      const argv = [
        ...path.split(' '),
        ...(path === 'init' || path === 'maintain' || path.startsWith('cleanup') ? [] : ['client1']),
        ...(path === 'product restore' ? ['--status', 'success'] : []),
      ];
      const flagged = await runInProcess([...argv, '--read-only', '--yes'], { cwd, env });
      expect([flagged.exitCode, flagged.stdout]).toEqual([2, '']);
      expect(flagged.stderr).toContain('Nothing can be changed: presents was started read-only.');
      writeConfig(cwd, production(cwd, ', "readOnly": true'));
      // However it is named.
      const named = await runInProcess([...argv, '--db', `${cwd}/./predict_presents.db`, '--yes'], { cwd, env });
      expect([named.exitCode, named.stdout]).toEqual([2, '']);
      expect(named.stderr).toContain('Nothing can be changed: the config file says that live is read-only.');
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  test('refuses to be copied into, and may be copied from', async () => {
    const { cwd, env } = configured('{}');
    writeConfig(cwd, production(cwd, ', "readOnly": true'));
    const into = await runInProcess(['copy', '--from', `${cwd}/x.db`, '--to', 'live', '--yes'], { cwd, env });
    expect([into.exitCode, into.stderr]).toEqual([2, expect.stringContaining('live is read-only')]);
    const from = await runInProcess(['copy', '--from', 'live', '--to', `${cwd}/copy.db`, '--yes'], { cwd, env });
    expect(from.exitCode).toBe(0);
  });
});
