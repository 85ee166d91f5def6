import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configPlace, readConfigFile } from '../../src/files/config-file.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const nowhere = () => '/nowhere';

/** A path in a new folder where `make` has put something. */
const madeBy = (make: (path: string) => void): string => {
  const path = join(temporaryFolder(), 'config.json');
  make(path);
  return path;
};
const faultOf = (path: string, namedBy?: string) => {
  try {
    return readConfigFile({ path, namedBy }).text;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(path, 'FILE') : error;
  }
};

describe('The place of the config file', () => {
  test.each([
    ['as --config says', { PRESENTS_CONFIG: '/b', XDG_CONFIG_HOME: '/x', HOME: '/h' }, '/a', '/a'],
    ['as --config says, in the working directory', {}, 'a.json', '/nowhere/a.json'],
    ['as PRESENTS_CONFIG says', { PRESENTS_CONFIG: '/b', XDG_CONFIG_HOME: '/x', HOME: '/h' }, undefined, '/b'],
    [
      'in XDG_CONFIG_HOME',
      { PRESENTS_CONFIG: '', XDG_CONFIG_HOME: '/x', HOME: '/h' },
      undefined,
      '/x/presents/config.json',
    ],
    ['at home', { XDG_CONFIG_HOME: 'x', HOME: '/h' }, undefined, '/h/.config/presents/config.json'],
  ])('is %s', (_, env, named, path) => {
    expect(configPlace(env, named, nowhere)?.path).toBe(path);
  });
});

describe('A config file', () => {
  test('is read without its byte order mark, also through a link', () => {
    const path = madeBy((one) => {
      writeFileSync(`${one}.real`, '\ufeff{}', { mode: 0o644 });
      symlinkSync(`${one}.real`, one);
    });
    expect(readConfigFile({ path, namedBy: undefined })).toEqual({ path, text: '{}' });
  });

  test('that does not exist is no fault, unless it was named', () => {
    expect(faultOf('/nowhere/config.json')).toBeNull();
    expect(faultOf('/dev/null', '--config')).toBeNull();
    expect(faultOf('/nowhere/config.json', '--config')).toBe('--config names FILE, which does not exist.');
  });

  test.each([
    ['a folder', (path: string) => mkdirSync(path), 'is a folder'],
    ['a FIFO', (path: string) => void execFileSync('mkfifo', [path]), 'is no ordinary file'],
    [
      '100 MB',
      (path: string) => {
        writeFileSync(path, '{}', { mode: 0o600 });
        truncateSync(path, 100_000_000);
      },
      'is larger than 1 MB',
    ],
    [
      'writable by the group',
      (path: string) => {
        writeFileSync(path, '{}');
        chmodSync(path, 0o664);
      },
      'can be written by other users',
    ],
    ['UTF-16', (path: string) => writeFileSync(path, Buffer.from('\ufeff{}', 'utf16le'), { mode: 0o600 }), 'is UTF-16'],
    ['Latin-1', (path: string) => writeFileSync(path, Buffer.from('"ü"', 'latin1'), { mode: 0o600 }), 'is not UTF-8'],
    [
      'a link to itself',
      (path: string) => symlinkSync(path, path),
      'cannot be read: it is a link that leads to itself',
    ],
  ])('that is %s is refused with a sentence', (_, make, reason) => {
    expect(faultOf(madeBy(make))).toBe(`The config file FILE ${reason}.`);
  });
});
