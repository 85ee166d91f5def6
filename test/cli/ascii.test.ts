import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

const FOREIGN = /[^\n\r\x1b\x20-\x7e]/;

describe('Where the locale is not UTF-8', () => {
  const env = { LC_ALL: 'C' };

  test.each([
    [[]],
    [['--help']],
    [['user', 'list']],
    [['user', 'deactivate', 'client1', '--yes']],
    [['stats', 'system', '--hours', '720']],
    [['stats', 'errors', '--groups', '--hours', '720']],
    [['stats', 'cache']],
    [['user', 'show', 'nobody']],
    [['user', 'nonsense', '„']],
    [['calls', '--where', 'status:„']],
  ])('the answer of presents %j is ASCII alone', async (argv) => {
    const { stdout, stderr } = await runInProcess(argv, { cwd: referenceFolder(), env });
    expect(stdout + stderr).not.toBe('');
    expect(stdout).not.toMatch(FOREIGN);
    expect(stderr).not.toMatch(FOREIGN);
  });

  test('programs are still answered with the real text', async () => {
    const cwd = referenceFolder();
    for (const format of ['--json', '--csv']) {
      const plain = await runInProcess(['user', 'list', format], { cwd });
      const { stdout } = await runInProcess(['user', 'list', format], { cwd, env });
      expect(stdout).toBe(plain.stdout);
      expect(stdout).toMatch(FOREIGN);
    }
  });

  test('pages and files of keys have the real text, too', async () => {
    const cwd = referenceFolder();
    const page = await runInProcess(['report', '--hours', '720'], { cwd, env });
    expect(page.stdout).toContain('böhm');
    writeFileSync(join(cwd, 'names.txt'), 'größe\n');
    const keys = await runInProcess(['user', 'create', '--from-file', 'names.txt'], { cwd, env });
    expect(keys.stdout).toContain('größe');
  });

  test('users whose names ASCII lacks are told apart by their ids', async () => {
    const { stdout } = await runInProcess(['--db', join(referenceFolder(), 'predict_presents.db')], { cwd: '/', env });
    expect(stdout).toMatch(/b\?hm & s\?hne #\d+ /);
    expect(stdout).toMatch(/acme-shop +\* active/);
  });

  test('--no-ascii draws with all signs, and --ascii with none whatever the locale', async () => {
    const cwd = referenceFolder();
    const text = async (argv: readonly string[], given: object) =>
      (await runInProcess(argv, { cwd, env: { ...given } })).stdout;
    expect(await text(['user', 'list', '--no-ascii'], env)).toMatch(FOREIGN);
    expect(await text(['user', 'list', '--ascii'], { LANG: 'C.UTF-8' })).not.toMatch(FOREIGN);
  });
});

describe('A terminal that can only write one line after the other', () => {
  test.each([['dumb'], ['']])('gets the dashboard once as text, where TERM is "%s"', async (TERM) => {
    const world = { cwd: referenceFolder(), env: { TERM }, isTTY: true };
    const { exitCode, stdout } = await runInProcess([], world);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Top users');
    expect(stdout).not.toContain('\u001b');
  });
});
