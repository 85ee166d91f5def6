import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inLongRun } from '../helpers/long-run.ts';
import { copyReference, querySql } from '../helpers/store.ts';
import { presentsWords, runWords } from './program.ts';

const regenerate = (path: string) => presentsWords(['user', 'regenerate-key', 'client1', '--yes', '--db', path]);
const create = (path: string) => presentsWords(['user', 'create', 'new-shop', '--db', path]);
const inShell = (script: string, words: readonly string[]) => ['bash', '-c', script, 'sh', ...words];
const users = (path: string) => querySql(path, 'SELECT username, api_key FROM "user" ORDER BY id');

describe('A key that cannot be handed over', () => {
  test.each([
    ['a closed stdout', '"$@" >&-', 'it is closed, or /dev/null'],
    ['the null device', '"$@" > /dev/null', 'it is closed, or /dev/null'],
    ['a device that is always full', '"$@" > /dev/full', 'it is /dev/full'],
    ['a stdout that is open for reading alone', '"$@" 1< "$0".in', 'it is closed'],
  ])('is not made where it would go to %s', async (_, script, obstacle) => {
    const path = copyReference();
    const before = users(path);
    for (const words of [regenerate(path), create(path), [...create(path), '--json']]) {
      const { code, stdout, stderr } = await runWords(inShell(script.replace('"$0".in', path), words));
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe(
        `✗ The key would be lost on standard output: ${obstacle}. Nothing was changed.\n  Add --output FILE, or run it in a terminal.\n`,
      );
    }
    expect(users(path)).toEqual(before);
  });

  test.each([
    ['text', []],
    ['JSON', ['--json']],
  ])('is said to be lost, with the command that makes another, where nobody reads the %s', async (_, format) => {
    const path = copyReference();
    const script = 'set -o pipefail; "$@" | true';
    const replaced = await runWords(inShell(script, [...regenerate(path), ...format]));
    expect([replaced.code, replaced.stdout]).toEqual([1, '']);
    expect(replaced.stderr).toContain(
      '✗ The old key of client1 no longer works, and the new one is lost: standard output was closed by its reader.\n' +
        `  Make another: presents user regenerate-key --db ${path} client1\n`,
    );
    const created = await runWords(inShell(script, [...create(path), ...format]));
    expect([created.code, created.stdout]).toEqual([1, '']);
    expect(created.stderr).toContain('✗ new-shop was created, but the key is lost: ');
    expect(created.stderr).toContain(`Make another: presents user regenerate-key --db ${path} new-shop\n`);
  });

  test('ends with exit 1 also where nobody reads what is said about it', async () => {
    const path = copyReference();
    expect((await runWords(inShell('set -o pipefail; "$@" 2>&1 | true', regenerate(path)))).code).toBe(1);
  });

  test('is said to be lost where the file that it is written to may grow no further', async () => {
    const path = copyReference();
    const { code, stderr } = await runWords(
      inShell('f=$0.out; yes | head -c 5242880 > "$1.out"; f=$1.out; shift; ulimit -f 5120; "$@" >> "$f"', [
        path,
        ...regenerate(path),
      ]),
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining('and the new one is lost: standard output ')]);
  });
});

test('A key is handed over where nobody hears what is said about it', async () => {
  const path = copyReference();
  for (const closed of ['2>&-', '2> /dev/full', '2> >(true)']) {
    const { code, stdout } = await runWords(inShell(`"$@" ${closed}`, regenerate(path)));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^[\w-]{43}\n$/)]);
  }
});

test('Every kind of answer ends without a dump where stdout or stderr is closed', async () => {
  const path = copyReference();
  const each = ['>&-', '2>&-', '<&-', '>&- 2>&- <&-'];
  const answers: readonly (readonly [argv: readonly string[], closed: readonly string[]])[] = [
    [['user', 'list'], each],
    [['--help'], inLongRun(['>&-'], each)],
    [[], inLongRun(['>&- 2>&- <&-'], each)],
    [['--json'], inLongRun(['>&-'], each)],
    [['nonsense'], inLongRun(['2>&-'], each)],
  ];
  for (const [argv, closings] of answers) {
    for (const closed of closings) {
      const { code, stdout, stderr } = await runWords(
        inShell(`"$@" ${closed}`, presentsWords([...argv, '--db', path])),
      );
      expect([0, 2]).toContain(code);
      expect(stdout + stderr).not.toMatch(/node:|\.js:\d/);
    }
  }
});

test('A command that is killed while it makes a key file leaves no file of blanks', async () => {
  const path = copyReference();
  const file = join(dirname(path), 'new.key');
  const words = [...regenerate(path), '--output', file];
  // The lock keeps the command between its look at the file and its change.
  const { DatabaseSync } = await import('node:sqlite');
  const locker = new DatabaseSync(path);
  locker.exec('BEGIN IMMEDIATE');
  const { code } = await runWords(['timeout', '-s', 'KILL', '1', ...words]);
  locker.close();
  expect(code).not.toBe(0);
  expect(readdirSync(dirname(path)).filter((name) => name.includes('key'))).toEqual([]);
});
