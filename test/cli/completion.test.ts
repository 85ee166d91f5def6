import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bashReply, readBashLine } from '../../src/cli/completion/bash-line.ts';
import { startPty } from '../helpers/pty.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../helpers/run-cli.ts';

/** As bash has them, since it completes names of hosts, too. */
const BREAKS = ' \t\n"\'@><=;|&(:';

/** What `presents completion` answers a shell for words of which the last one is being typed. */
const candidates = async (words: readonly string[], cwd = referenceFolder()) => {
  const { exitCode, stdout, stderr } = await runInProcess(['completion', 'fish', '--', ...words], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  const [, ...lines] = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split('\t')[0]);
};

describe('completing a word', () => {
  test.each([
    [['us'], ['user']],
    [
      ['user', 're'],
      ['regenerate-key', 'reactivate'],
    ],
    [
      ['stats', ''],
      ['system', 'user', 'errors', 'cache'],
    ],
    [['--yes', 'stats', '--hours', '5', 'ca'], ['cache']],
    [['stats', 'system', '--wh'], ['--where']],
    [
      ['user', 'list', '--format', 'j'],
      ['json', 'jsonl'],
    ],
    [
      ['user', 'list', '--format=j'],
      ['--format=json', '--format=jsonl'],
    ],
    [
      ['calls', '--sort', 'm'],
      ['ms', 'message'],
    ],
    [['init', '--partitions', 'd'], ['day']],
    [['completion', 'z'], ['zsh']],
    [
      ['user', 'deactivate', 'cl'],
      ['client2', 'client1'],
    ],
    [['user', 'deactivate', 'client1', 'wi'], ['with space']],
    [['user', 'deactivate', '--username', "o'"], ["o'brien"]],
    [['user', 'deactivate', '--', 'up'], ['upper']],
    [['stats', 'user', 'ev'], []],
    [['user', 'create', 'a'], []],
    [['user', 'list', 'a'], []],
    [
      ['calls', '--where', 'user:acme-shop is:r'],
      ['rising', 'regressed', 'resolved'].map((is) => `user:acme-shop is:${is}`),
    ],
    [['calls', '--where', 'user:acm'], ['user:acme-shop']],
    [
      ['calls', '--where', 'rou'],
      ['route:', 'route:/api/*'],
    ],
    [['stats', 'errors', '--watch', '5'], ['5s']],
    [['--theme', 'd'], ['dark']],
    [['no', 'such', 'x'], []],
  ])('%j', async (words, expected) => {
    expect(await candidates(words)).toEqual(expected);
  });

  test('names every command and every option that the help names', async () => {
    const commands = await candidates(['']);
    expect(commands).toEqual(expect.arrayContaining(['user', 'stats', 'calls', 'audit', 'completion', 'version']));
    const options = await candidates(['audit', '-']);
    expect(options).toEqual(expect.arrayContaining(['--target', '--limit', '--json', '--db', '--help']));
  });

  test('reads names from the database that the line names, and names none where there is no database', async () => {
    const path = join(referenceFolder(), 'predict_presents.db');
    expect(await candidates(['user', 'deactivate', '--db', path, 'acme'], '/')).toEqual(['acme-shop']);
    expect(await candidates([`--db=${path}`, 'user', 'deactivate', 'acme'], '/')).toEqual(['acme-shop']);
    expect(await candidates(['user', 'deactivate', 'acme'], temporaryFolder())).toEqual([]);
  });

  test('leaves files to the shell', async () => {
    const { stdout } = await runInProcess(['completion', 'bash', '--', BREAKS, 'presents user create a --output '], {
      cwd: '/',
    });
    expect(stdout).toBe('files\n');
  });

  test.each([[], ['tcsh'], ['Bash']])('of %j is refused, exit 2', async (...argv) => {
    expect((await runInProcess(['completion', ...argv], { cwd: '/' })).exitCode).toBe(2);
  });
});

describe('a line of bash', () => {
  test.each([
    ['presents user deactivate with\\ sp', 'with space', 'with\\ space'],
    ["presents user deactivate 'with sp", 'with space', 'with space'],
    ["presents user deactivate 'o", "o'brien", "o'\\''brien"],
    ['presents user deactivate "a', 'a$b"', 'a\\$b\\"'],
    ['x; presents user deactivate a', 'a;b', 'a\\;b'],
    ['presents list --format=js', '--format=json', 'json'],
    ['presents list --format=', '--format=json', 'json'],
    ["presents calls --where='user:a st", '--where=user:a status:', 'user:a status:'],
    ['presents calls --where user:a', 'user:acme', 'acme'],
    ["presents user deactivate 'a'b", 'abc', undefined],
    // Bash takes the sign itself into the word that it completes.
    ['presents user deactivate ada@ex', 'ada@example.org', '@example.org'],
    ['presents user deactivate --username=ada@', '--username=ada@example.org', '@example.org'],
    ['presents user deactivate a\\"b', 'a"b c', 'a\\"b\\ c'],
    ["presents user deactivate a\\'", "a'b", "a\\'b"],
  ])('%s goes on to %j with %j', (line, word, inserted) => {
    expect(bashReply(word, readBashLine(line), BREAKS)).toBe(inserted);
  });
});

/** A folder with the reference database, and a program `presents` to load the scripts with. */
const folderWithProgram = () => {
  const cwd = referenceFolder();
  const path = join(cwd, 'presents');
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/main.js')}' "$@"\n`);
  chmodSync(path, 0o755);
  return { cwd, env: { PATH: `${cwd}:${process.env.PATH}`, HOME: cwd } };
};
const hasShell = (shell: string) =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, shell)));

describe('in a real shell', () => {
  test.skipIf(!hasShell('bash'))('bash completes commands, values, odd names and filters', async () => {
    const { cwd, env } = folderWithProgram();
    for (const name of ['ada@example.org', 'say"so"']) await runInProcess(['user', 'create', name], { cwd });
    const bash = startPty({ command: 'bash', args: ['--norc', '--noprofile', '-i'], cwd, env: { ...env, PS1: '> ' } });
    // As the README names it: an alias is none in the function that completes.
    bash.type(
      'source <(presents completion bash); alias presents="$PWD/presents"; PATH=/usr/bin:/bin; clear; echo ready\r',
    );
    await bash.waitFor(/^ready\n>$/m);
    bash.type('presents us\tdea\twi\t');
    await bash.waitFor('deactivate with\\ space');
    bash.press('ctrl+u');
    bash.type("presents stats user 'wi\t");
    await bash.waitFor("stats user 'with space'");
    bash.press('ctrl+u');
    bash.type('presents user list --format=cs\t');
    await bash.waitFor('--format=csv');
    bash.press('ctrl+u');
    bash.type("presents calls --where 'user:acme-shop sta\t");
    await bash.waitFor("--where 'user:acme-shop status:");
    bash.press('ctrl+u');
    bash.type('presents stats user ada@ex\t');
    await bash.waitFor('stats user ada@example.org');
    bash.press('ctrl+u');
    bash.type('presents stats user say\\"\t');
    await bash.waitFor('stats user say\\"so\\"');
    bash.press('ctrl+u', 'ctrl+d');
  });

  test.skipIf(!hasShell('zsh'))('zsh completes commands and odd names', async () => {
    const { cwd, env } = folderWithProgram();
    const zsh = startPty({ command: 'zsh', args: ['-f', '-i'], cwd, env: { ...env, PS1: '> ' } });
    zsh.type('source <(presents completion zsh); clear; echo ready\r');
    await zsh.waitFor(/^ready\n>$/m);
    zsh.type('presents us\tdea\twi\t');
    await zsh.waitFor('presents user deactivate with\\ space');
    zsh.press('ctrl+u', 'ctrl+d');
  });

  test.skipIf(!hasShell('fish'))('fish completes commands, values and odd names', () => {
    const { cwd, env } = folderWithProgram();
    const lines = ['presents us', 'presents user deactivate wi', 'presents user list --format j'];
    const script = ['presents completion fish | source', ...lines.map((line) => `complete -C '${line}'`)].join('; ');
    const answer = execFileSync('fish', ['-N', '-c', script], { cwd, env }).toString().split('\n');
    const words = answer.map((line) => line.split('\t')[0]);
    expect(words).toEqual(['user', 'with space', 'json', 'jsonl', '']);
  });
});
