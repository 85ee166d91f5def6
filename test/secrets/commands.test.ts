import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presentsWords, runWords } from '../faults/program.ts';
import { copyReference, temporaryFolder } from '../helpers/store.ts';
import { filesWith, holds, KEY } from './traces.ts';

/** A home of its own with a database in it. */
function home(): { readonly folder: string; readonly path: string; readonly env: Readonly<Record<string, string>> } {
  const folder = temporaryFolder();
  const path = join(folder, 'some.db');
  renameSync(copyReference(), path);
  mkdirSync(join(folder, 'home'));
  return { folder, path, env: { HOME: join(folder, 'home'), XDG_CACHE_HOME: join(folder, 'home', 'cache') } };
}

describe('A key that a command makes', () => {
  test.each([
    ['create', 'new-shop'],
    ['regenerate-key', 'client1', '--yes'],
  ])('%s: is on stdout alone, and kept nowhere', async (...argv) => {
    const { folder, path, env } = home();
    const words = presentsWords(['user', ...argv, '--db', path]);
    const { code, stdout, stderr } = await runWords(words, env);
    expect(code).toBe(0);
    const key = KEY.exec(stdout)?.[0] ?? '';
    expect(stdout).toBe(`${key}\n`);
    expect(holds(stderr, key)).toBe(false);
    expect(filesWith(folder, key)).toEqual([]);
    const audit = await runWords(presentsWords(['audit', '--json', '--db', path]), env);
    expect(JSON.parse(audit.stdout)).toHaveLength(1);
    expect(holds(audit.stdout, key)).toBe(false);
  });

  test('goes to the file that is named, and then to no other place', async () => {
    const { folder, path, env } = home();
    const file = join(folder, 'new.key');
    const { stdout, stderr } = await runWords(
      presentsWords(['user', 'create', 'new-shop', '--output', file, '--db', path]),
      env,
    );
    const key = readFileSync(file, 'utf8').trim();
    expect(key).toMatch(KEY);
    expect(holds(stdout + stderr, key)).toBe(false);
    expect(filesWith(folder, key)).toEqual([file]);
  });
});
