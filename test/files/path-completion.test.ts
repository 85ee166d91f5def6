import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { completePath, withHome } from '../../src/files/path-completion.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

let folder: string;
const complete = (text: string) => completePath(text, { home: folder, workingDirectory: () => folder });
const hostile = 'gi\u001b[31m\nfts';

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ['gifts', 'deep/down']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['gifts.db', 'gift-😀.db', 'gift-😁.db', '.hidden.db', hostile])
    writeFileSync(join(folder, name), '');
  symlinkSync(join(folder, 'deep'), join(folder, 'link'));
  symlinkSync('/nowhere/at/all', join(folder, 'broken'));
});

describe('A typed path', () => {
  test('is completed as far as all names agree', async () => {
    expect(await complete('gifts')).toEqual({ text: 'gifts', candidates: ['gifts.db', 'gifts/'] });
    expect((await complete('gift')).text).toBe('gift');
    expect(await complete('gifts.')).toEqual({ text: 'gifts.db', candidates: ['gifts.db'] });
    expect(await complete('none')).toEqual({ text: 'none', candidates: [] });
    expect(await complete('/nowhere/x')).toEqual({ text: '/nowhere/x', candidates: [] });
  });

  test('ends with a slash where it is a folder, or leads to one', async () => {
    expect((await complete('de')).text).toBe('deep/');
    expect((await complete('deep/')).text).toBe('deep/down/');
    expect((await complete('li')).text).toBe('link/');
    expect((await complete('brok')).text).toBe('broken');
  });

  test('shows hidden names only where a dot is typed', async () => {
    expect((await complete('')).candidates).not.toContain('.hidden.db');
    expect((await complete('.')).text).toBe('.hidden.db');
  });

  test('keeps ~ as it is typed, and means home by it, or that of a user', async () => {
    expect((await complete('~')).text).toBe('~/');
    expect((await complete('~/gifts.')).text).toBe('~/gifts.db');
    expect((await complete('~roo')).candidates).toEqual([]);
    expect(withHome('~/a', '/h')).toBe('/h/a');
    const { username, homedir } = userInfo();
    expect(withHome(`~${username}/a`, '/h')).toBe(join(homedir, 'a'));
    expect(withHome('~nobody-at-all/a', '/h')).toBe('~nobody-at-all/a');
    expect(withHome('./~/a', '/h')).toBe('./~/a');
  });

  test('has no names where the working directory is gone', async () => {
    const workingDirectory = () => {
      throw new Error('gone');
    };
    expect(await completePath('a', { home: folder, workingDirectory })).toEqual({ text: 'a', candidates: [] });
    expect((await completePath('~/gifts.', { home: folder, workingDirectory })).text).toBe('~/gifts.db');
  });

  test('splits no character, and hands on names as they are', async () => {
    expect((await complete('gift-')).text).toBe('gift-');
    expect((await complete('gi')).candidates).toContain(hostile);
  });
});
