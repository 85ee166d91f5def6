import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withKeyFile } from '../../src/cli/key-file.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const issued = { apiKey: 'k'.repeat(43) };

describe('a key file', () => {
  test('holds the key and a line break, and only its owner can read it', async () => {
    const folder = temporaryFolder();
    expect(await withKeyFile('acme.key', folder, async () => issued)).toBe(issued);
    expect(readFileSync(join(folder, 'acme.key'), 'utf8')).toBe(`${issued.apiKey}\n`);
    expect(statSync(join(folder, 'acme.key')).mode & 0o777).toBe(0o600);
  });

  test('is there, with room for the key, before the action that makes the key', async () => {
    const folder = temporaryFolder();
    let sizeBefore = 0;
    await withKeyFile('acme.key', folder, async () => {
      sizeBefore = statSync(join(folder, 'acme.key')).size;
      return issued;
    });
    expect(sizeBefore).toBe(44);
  });

  test('never takes the place of another file, a link to nowhere included, and then nothing is done', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), 'precious');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    let acted = false;
    const act = async () => {
      acted = true;
      return issued;
    };
    for (const name of ['taken', 'link']) {
      await expect(withKeyFile(name, folder, act)).rejects.toMatchObject({ exitCode: 2 });
    }
    expect(acted).toBe(false);
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('precious');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test('goes again where the action fails', async () => {
    const folder = temporaryFolder();
    const failing = withKeyFile('acme.key', folder, () => Promise.reject(new Error('taken')));
    await expect(failing).rejects.toThrow('taken');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says why it cannot be made', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'here'));
    const answer = withKeyFile('missing/acme.key', folder, async () => issued);
    await expect(answer).rejects.toThrow('its folder does not exist. Nothing was changed.');
  });
});
