import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withKeyFile } from '../../src/files/key-file.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const issued = { apiKey: 'k'.repeat(43) };
const lost = (reason: string) => new PresentsError(`The key is lost: ${reason}.`, { code: 'refused' });

describe('a key file', () => {
  test('holds the key and a line break, and only its owner can read it', async () => {
    const folder = temporaryFolder();
    expect(await withKeyFile(join(folder, 'acme.key'), async () => issued, lost)).toBe(issued);
    expect(readFileSync(join(folder, 'acme.key'), 'utf8')).toBe(`${issued.apiKey}\n`);
    expect(statSync(join(folder, 'acme.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['acme.key']);
  });

  test('is not there while the key is made, so that a killed command leaves no file of blanks', async () => {
    const folder = temporaryFolder();
    let before: readonly string[] | undefined;
    await withKeyFile(
      join(folder, 'acme.key'),
      async () => {
        before = readdirSync(folder);
        return issued;
      },
      lost,
    );
    expect(before).toEqual([]);
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
      await expect(withKeyFile(join(folder, name), act, lost)).rejects.toMatchObject({ exitCode: 2 });
    }
    expect(acted).toBe(false);
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('precious');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test('never takes the place of a file that came while the key was made, and then the key is said to be lost', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'acme.key');
    const act = async () => {
      writeFileSync(path, 'precious');
      return issued;
    };
    await expect(withKeyFile(path, act, lost)).rejects.toThrow('The key is lost: ');
    expect(readFileSync(path, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['acme.key']);
  });

  test.each(['-journal', '-wal', '-shm'])(
    'is not made as %s of a file that is there, where SQLite would take it for a part of a database and delete it',
    async (ending) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'some.db'), '');
      const answer = withKeyFile(join(folder, `some.db${ending}`), () => Promise.reject(new Error('acted')), lost);
      await expect(answer).rejects.toThrow(
        'it would be taken for a part of the database beside it. Nothing was changed.',
      );
      expect(readdirSync(folder)).toEqual(['some.db']);
      await withKeyFile(join(folder, `other${ending}`), async () => issued, lost);
    },
  );

  test('is not made where the action fails', async () => {
    const folder = temporaryFolder();
    const failing = withKeyFile(join(folder, 'acme.key'), () => Promise.reject(new Error('taken')), lost);
    await expect(failing).rejects.toThrow('taken');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says why it cannot be made', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'here'));
    const answer = withKeyFile(join(folder, 'missing', 'acme.key'), async () => issued, lost);
    await expect(answer).rejects.toThrow('its folder does not exist. Nothing was changed.');
  });
});
