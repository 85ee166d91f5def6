import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  holdsOnlyOwn,
  isOwnFileOrMissing,
  isOwnFolder,
  ownFolderPath,
  prepareOwnFolder,
} from '../../src/files/own-folder.ts';
import { isRoot } from '../faults/program.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const stranger = 12_345;

/** A home with a cache folder in it, and the path of the folder of compiled code there. */
function home(): { readonly cache: string; readonly presents: string; readonly code: string } {
  const cache = join(temporaryFolder(), '.cache');
  const presents = join(cache, 'presents');
  const code = join(presents, 'code');
  mkdirSync(code, { recursive: true, mode: 0o700 });
  return { cache, presents, code };
}

describe('The path of a folder in the cache', () => {
  test.each([
    [{ HOME: '/home/ada' }, '/home/ada/.cache/presents/code'],
    [{ HOME: '/home/ada', XDG_CACHE_HOME: '/cache' }, '/cache/presents/code'],
    [{ HOME: '/home/ada', XDG_CACHE_HOME: 'cache' }, '/home/ada/.cache/presents/code'],
    [{ HOME: '/home/ada', XDG_CACHE_HOME: '/cache\n' }, '/home/ada/.cache/presents/code'],
    [{ HOME: '/home/ada', XDG_CACHE_HOME: '/cache ' }, '/home/ada/.cache/presents/code'],
    [{ HOME: '' }, undefined],
    [{ HOME: 'ada' }, undefined],
    [{ HOME: '.', XDG_CACHE_HOME: './cache' }, undefined],
  ])('of %j is %s: never one in the working directory', (env, path) => {
    expect(ownFolderPath(env, 'code')).toBe(path);
  });
});

describe('A folder in the cache', () => {
  test('is made for its owner alone, with the cache folder where that is missing', () => {
    const cache = join(temporaryFolder(), '.cache');
    const path = join(cache, 'presents', 'index');
    expect(isOwnFolder(path)).toBe(false);
    expect(prepareOwnFolder(path)).toBe(true);
    for (const made of [cache, join(cache, 'presents'), path]) expect(lstatSync(made).mode & 0o777).toBe(0o700);
  });

  test('is not made where there is no home for it', () => {
    const missing = join(temporaryFolder(), 'nobody');
    expect(prepareOwnFolder(join(missing, '.cache', 'presents', 'index'))).toBe(false);
    expect(existsSync(missing)).toBe(false);
  });

  test.each(['cache', 'presents', 'code'] as const)('is not used where others can write its %s', (which) => {
    for (const mode of [0o777, 0o770, 0o702]) {
      const folders = home();
      chmodSync(folders[which], mode);
      expect(prepareOwnFolder(folders.code), mode.toString(8)).toBe(false);
    }
  });

  test.runIf(isRoot).each(['cache', 'presents', 'code'] as const)(
    'is not used, and nothing is made, where its %s is another user’s',
    (which) => {
      const folders = home();
      chownSync(folders[which], stranger, stranger);
      expect(prepareOwnFolder(folders.code)).toBe(false);
      const index = join(folders.presents, 'index');
      expect(prepareOwnFolder(index)).toBe(which === 'code');
      expect(existsSync(index)).toBe(which === 'code');
    },
  );

  test.each(['presents', 'code'] as const)(
    'is not used where its %s is a link, even to a folder of one’s own',
    (which) => {
      const cache = join(temporaryFolder(), '.cache');
      const own = temporaryFolder();
      mkdirSync(join(own, 'code'), { mode: 0o700 });
      mkdirSync(cache, { mode: 0o700 });
      if (which === 'presents') symlinkSync(own, join(cache, 'presents'));
      else {
        mkdirSync(join(cache, 'presents'), { mode: 0o700 });
        symlinkSync(own, join(cache, 'presents', 'code'));
      }
      expect(prepareOwnFolder(join(cache, 'presents', 'code'))).toBe(false);
      expect(existsSync(join(own, 'index'))).toBe(false);
      expect(prepareOwnFolder(join(cache, 'presents', 'index'))).toBe(which === 'code');
      expect(existsSync(join(own, 'index'))).toBe(false);
    },
  );

  test('is used behind a link on the way that only its owner can change, and not behind one into a folder of everybody', () => {
    const elsewhere = temporaryFolder();
    const link = join(temporaryFolder(), '.cache');
    symlinkSync(elsewhere, link);
    const path = join(link, 'presents', 'code');
    expect(prepareOwnFolder(path)).toBe(true);
    chmodSync(elsewhere, 0o777);
    expect(prepareOwnFolder(path)).toBe(false);
  });

  test('is not used where a file that is loaded from it is a link, or others could have written it', () => {
    const { code } = home();
    const version = join(code, 'v26');
    mkdirSync(version, { mode: 0o700 });
    const file = join(version, 'a.cache');
    writeFileSync(file, '', { mode: 0o600 });
    expect(holdsOnlyOwn(code)).toBe(true);
    chmodSync(file, 0o666);
    expect([holdsOnlyOwn(code), isOwnFileOrMissing(file)]).toEqual([false, false]);
    chmodSync(file, 0o600);
    symlinkSync(file, join(version, 'b.cache'));
    expect([holdsOnlyOwn(code), isOwnFileOrMissing(join(version, 'b.cache'))]).toEqual([false, false]);
    expect(isOwnFileOrMissing(join(version, 'c.cache'))).toBe(true);
    expect(holdsOnlyOwn(join(code, 'gone'))).toBe(false);
  });
});
