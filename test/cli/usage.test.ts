import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describedProgram } from '../../scripts/document-sections.ts';
import { leavesOf } from '../../src/cli/print/help.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../helpers/run-cli.ts';

const nowhere = { cwd: '/' };

const program = describedProgram();
const everyCommand = leavesOf(program).map((leaf) =>
  leaf.parent === null || leaf.parent === program ? leaf.name() : `${leaf.parent.name()} ${leaf.name()}`,
);
const commands = [
  'init',
  'user list',
  'user create',
  'user deactivate',
  'user reactivate',
  'user regenerate-key',
  'stats user',
  'stats system',
  'stats errors',
  'stats cache',
  'calls',
  'errors list',
  'errors resolve',
  'errors ignore',
  'errors reopen',
  'errors note',
  'cleanup logs',
  'cleanup cache',
  'audit',
  'demo',
];

describe('help', () => {
  test('lists every command, the exit codes and the environment', async () => {
    const { stdout, exitCode } = await runInProcess(['--help'], nowhere);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}( |$)`, 'm'));
    for (const word of ['Exit codes', '130', 'DATABASE_PATH', 'NO_COLOR', 'Examples']) expect(stdout).toContain(word);
  });

  test.each(commands)('of %s shows its use, an example and the options of every command', async (command) => {
    for (const flag of ['-h', '--help']) {
      const { stdout, exitCode } = await runInProcess([...command.split(' '), flag], nowhere);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage\n  presents ${command}`);
      expect(stdout).toContain(`Examples\n  presents ${command}`);
      for (const option of ['--db', '--json', '--jsonl', '--csv', '--yes', '--no-color', '--help', '--version']) {
        expect(stdout).toMatch(new RegExp(`^ {2}(-h, )?${option}`, 'm'));
      }
    }
  });

  test('of a group lists its commands, and comes as a fault where the command is missing', async () => {
    const asked = await runInProcess(['user', '--help'], nowhere);
    const missing = await runInProcess(['user'], nowhere);
    expect([asked.exitCode, missing.exitCode, missing.stdout]).toEqual([0, 2, '']);
    expect(asked.stdout).toContain('user regenerate-key NAME');
    expect(missing.stderr).toBe(asked.stdout);
  });

  test('is never wider than the terminal', async () => {
    for (const command of ['', ...everyCommand])
      for (const columns of [80, 100, 200]) {
        const { stdout } = await runInProcess([...command.split(' ').filter(Boolean), '--help'], {
          ...nowhere,
          isTTY: true,
          columns,
          env: { NO_COLOR: '1' },
        });
        const wide = stdout.split('\n').filter((line) => line.length > columns);
        expect({ command, wide }).toEqual({ command, wide: [] });
      }
  });

  test('puts below an example what it does, where both do not fit on a line', async () => {
    const help = (columns: number) => runInProcess(['user', 'create', '--help'], { ...nowhere, columns });
    expect((await help(80)).stdout).toContain(
      '\n  presents user create acme-shop --output acme.key\n      keep it off the screen\n',
    );
    expect((await help(100)).stdout).toMatch(/acme\.key {2,}keep it off the screen\n/);
  });
});

describe('--version', () => {
  test.each([['--version'], ['user', 'list', '--version'], ['--db', 'x', '--version']])(
    'is told by %s',
    async (...argv) => {
      expect(await runInProcess(argv, nowhere)).toEqual({ exitCode: 0, stdout: '9.9.9\n', stderr: '' });
    },
  );
});

describe('a mistake', () => {
  test.each([
    [['usr', 'lst'], 'There is no command "usr lst".', 'Did you mean `presents user list`?'],
    [['user', 'lst', '--active-only'], 'There is no command "user lst".', 'Did you mean `presents user list`?'],
    [['deactivate', 'acme-shop'], 'There is no command', 'Did you mean `presents user deactivate`?'],
    [['frobnicate'], 'There is no command "frobnicate".', '`presents --help` lists the commands.'],
    [['user', 'delete'], 'There is no command "user delete".', '`presents user --help` lists the commands.'],
    [['user', 'list', '--activ-only'], "Unknown option '--activ-only'.", 'Did you mean --active-only?'],
    [['user', 'list', '--jsn'], "Unknown option '--jsn'.", 'Did you mean --json?'],
    [['--jsn'], "Unknown option '--jsn'.", 'Did you mean --json?'],
    [['user', 'list', '--db'], "Option '--db <name>' argument missing.", 'Add --help'],
    [['user', 'list', 'extra'], "Too many arguments for 'list'. Expected 0 arguments but got 1: extra.", 'Add --help'],
    [['user', 'create'], 'Which user?', 'Name one: presents user create NAME'],
    [['user', 'create', 'a', '--username', 'b'], 'Two different usernames were given.', 'Give one of them.'],
    [['user', 'list', '--json', '--csv'], '--json and --csv exclude each other.', 'Give one of them.'],
    [['user', 'list', '--jsonl', '--csv'], '--jsonl and --csv exclude each other.', 'Give one of them.'],
    [['stats', 'system', '--jsonl'], 'presents stats system prints no list, so it has no JSON Lines.', 'Use --json.'],
    [['--jsonl'], 'The dashboard is no list, so it has no JSON Lines.', 'Use --json.'],
    [['init', '--csv'], 'presents init prints no table, so it has no CSV.', 'Use --json.'],
    [['--csv'], 'The dashboard is no table, so it has no CSV.', 'Use --json.'],
    [['stats', 'system', '--hours', '0'], 'It must be a whole number from 1 to 87600.', 'Add --help'],
    [['stats', 'errors', '--limit', 'ten'], 'It must be a whole number, or “all”.', 'Add --help'],
    [['audit', '--limit', '-5'], 'It must be a whole number, or “all”.', 'Add --help'],
  ])('%j is told in a sentence with what to do, exit 2', async (argv, sentence, nextStep) => {
    const { exitCode, stdout, stderr } = await runInProcess(argv, nowhere);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^✗ [^\n]+[.?]\n {2}[^\n]+\n$/);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(nextStep);
  });
});

describe('the options of every command', () => {
  test('may stand before the command, in its midst and behind it', async () => {
    const file = join(referenceFolder(), 'predict_presents.db');
    const answers = await Promise.all([
      runInProcess(['--db', file, '--json', 'user', 'list'], nowhere),
      runInProcess(['user', '--json', `--db=${file}`, 'list'], nowhere),
      runInProcess(['user', 'list', '--db', file, '--json'], nowhere),
    ]);
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(JSON.parse(answers[0].stdout)).toHaveLength(14);
  });

  test('find the database by --db, else DATABASE_PATH, else in the working directory', async () => {
    const folder = referenceFolder();
    const file = join(folder, 'predict_presents.db');
    const DATABASE_PATH = '/nonexistent.db';
    const codes = await Promise.all([
      runInProcess(['user', 'list'], { cwd: folder }),
      runInProcess(['user', 'list'], { cwd: '/', env: { DATABASE_PATH: file } }),
      runInProcess(['user', 'list', '--db', 'predict_presents.db'], { cwd: folder, env: { DATABASE_PATH } }),
      runInProcess(['user', 'list'], { cwd: folder, env: { DATABASE_PATH } }),
    ]);
    expect(codes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 1]);
  });

  test('colour only a terminal, and only where colours are wanted', async () => {
    const cwd = referenceFolder();
    const colored = async (argv: readonly string[], world: object) =>
      (await runInProcess(['stats', 'system', ...argv], { cwd, isTTY: true, ...world })).stdout.includes('\u001b[');
    expect(await colored([], {})).toBe(true);
    expect(await colored(['--no-color'], {})).toBe(false);
    expect(await colored([], { env: { NO_COLOR: '1' } })).toBe(false);
    expect(await colored([], { env: { TERM: 'dumb' } })).toBe(false);
    expect(await colored([], { isTTY: false })).toBe(false);
    expect(await colored(['--json'], {})).toBe(false);
  });

  test('take a name that looks like an option behind --, as the undo hint does', async () => {
    const cwd = referenceFolder();
    const made = await runInProcess(['user', 'create', '--', '--json'], { cwd });
    expect(made.stderr).toContain('Undo: presents user deactivate -- --json');
    const gone = await runInProcess(['user', 'deactivate', '--', '--json'], { cwd });
    expect(gone.stderr).toContain('Deactivated --json.');
  });
});

describe('the database', () => {
  const fault = async (prepare: (path: string) => void, argv: readonly string[] = ['user', 'list']) => {
    const cwd = temporaryFolder();
    prepare(join(cwd, 'predict_presents.db'));
    const { exitCode, stdout, stderr } = await runInProcess(argv, { cwd });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^✗ [^\n]+\.\n {2}[^\n]+\n$/);
    return [exitCode, stderr] as const;
  };

  test('that is missing, a directory, or something else is told, exit 1', async () => {
    expect(await fault(() => undefined)).toEqual([1, expect.stringContaining('There is no database at')]);
    expect(await fault((path) => mkdirSync(path))).toEqual([1, expect.stringContaining('is a directory')]);
    const text = (path: string) => writeFileSync(path, 'this is a letter, and no database at all\n'.repeat(50));
    expect(await fault(text)).toEqual([1, expect.stringContaining('is not an SQLite database')]);
    expect(await fault((path) => new Database(path).exec('CREATE TABLE a(b)').close())).toEqual([
      1,
      expect.stringContaining('has no table “user”'),
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read is told, exit 3', async () => {
    const [exitCode] = await fault((path) => {
      writeFileSync(path, '');
      chmodSync(path, 0);
    });
    expect(exitCode).toBe(3);
  });

  test.each([
    ['user', 'deactivate', 'client1'],
    ['user', 'create', 'new'],
    ['cleanup', 'logs', '--days', '30', '--yes'],
  ])('that another program writes to is told, exit 3, and nothing is changed: %s %s', async (...argv) => {
    const cwd = referenceFolder();
    const writer = new Database(join(cwd, 'predict_presents.db'));
    onTestFinished(() => void writer.close());
    writer.exec('BEGIN IMMEDIATE');
    const { exitCode, stdout, stderr } = await runInProcess(argv, { cwd, busyTimeoutMs: 1 });
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('is locked by another program.\n  Try again in a moment.\n');
    writer.exec('COMMIT');
    const users = await runInProcess(['user', 'list', '--active-only', '--json'], { cwd });
    expect(JSON.parse(users.stdout)).toHaveLength(12);
  });
});
