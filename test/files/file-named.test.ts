import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileNamed } from '../../src/files/file-named.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const here = () => '/srv/gifts';
const nowhere = (): string => {
  throw new Error('The working directory was asked for.');
};

describe('The name of a file', () => {
  test.each([
    'a.db ',
    'a.db\r',
    'a.db\t',
    'a.db\u00a0',
    'a.db\n',
    ' a.db',
    'file:a.db',
    ':memory:',
    'a.db?mode=ro',
    'a#1',
    'a%20b',
  ])('is taken to the letter: %j', (name) => expect(fileNamed(name, '--db', here)).toBe(`/srv/gifts/${name}`));

  test('means the same whatever the working directory is where it is absolute', () => {
    expect(fileNamed('/srv/./gifts//a.db', '--db', nowhere)).toBe('/srv/gifts/a.db');
  });

  test('goes up from where a link leads, as the system does', () => {
    const folder = realpathSync(temporaryFolder());
    mkdirSync(join(folder, 'far', 'deep'), { recursive: true });
    symlinkSync('far/deep', join(folder, 'link'));
    expect(fileNamed('link/../a.db', '--db', () => folder)).toBe(join(folder, 'far', 'a.db'));
    expect(fileNamed('missing/../a.db', '--db', () => folder)).toBe(join(folder, 'a.db'));
  });

  test.each([
    ['', '--db is empty.'],
    ['folder/', '--db ends with a slash, so it names a folder.'],
    ['a\0b', '--db holds a null byte, which no file name can.'],
  ])('is refused where no file can have it: %j', (name, fault) => {
    expect(() => fileNamed(name, '--db', nowhere)).toThrow(expect.objectContaining({ message: fault, exitCode: 2 }));
  });
});
