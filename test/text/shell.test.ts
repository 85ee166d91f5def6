import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';
import { commandLine, presentsCommand, userCommand } from '../../src/text/shell.ts';
import { hostileTexts } from './hostile.ts';

const names = [
  'acme-shop',
  'with space',
  "o'brien",
  "''",
  "'",
  'semi;drop--',
  'böhm & söhne',
  '東京ギフト',
  '$(touch hacked)`id`\\',
  '*',
  '~',
  '~root',
  '!!',
  '!x',
  '=ls',
  '==',
  'a=~b',
  '--id==ls',
  '-rf',
  '--',
  '%1',
  '#',
  '{a,b}',
  '[a]',
  '^x^y',
  '<(ls)',
  'a\\',
  '\\n',
  '"$HOME"',
  '',
  ' ',
  'x  y ',
];
const SHELLS = [
  ['sh', []],
  ['bash', ['--norc']],
  ['dash', []],
  ['zsh', ['-f']],
  ['zsh', ['-f', '-o', 'extendedglob', '-o', 'magicequalsubst', '-o', 'rcquotes']],
] as const;

const isThere = (shell: string): boolean => {
  try {
    execFileSync(shell, ['-c', 'exit'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe.each(SHELLS.filter(([shell]) => isThere(shell)))('A command line pasted into %s %j', (shell, options) => {
  test('is read as exactly its words, whatever they hold', () => {
    const seed = Number(process.env.SEED ?? 1);
    const lines = [...names, ...hostileTexts(300, seed)].map((name) => [name, commandLine([name, 'x', name])] as const);
    const shown = lines.flatMap(([name, line]) => (line === undefined ? [] : [[name, line] as const]));
    expect(shown.length).toBeGreaterThan(names.length);
    const script = shown.map(([, line]) => `printf '%s\\0' ${line}\n`).join('');
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const read = execFileSync(shell, [...options, '-c', script], { env })
      .toString()
      .split('\0');
    expect(read.slice(0, -1), `seed ${seed}`).toEqual(shown.flatMap(([name]) => [name, 'x', name]));
  });
});

describe('A printed command', () => {
  test('shows every word as it is, or is not shown', () => {
    for (const name of [...names, ...hostileTexts(300)]) {
      const line = commandLine([name]);
      if (line !== undefined) expect(printable(line)).toBe(line);
      else expect(printable(name) !== name || /[^\S ]/.test(name)).toBe(true);
    }
  });

  test('names a user by id where the name cannot be pasted, and the database as it is', () => {
    const databaseWords = ['--db', '/srv/my gifts/=x.db'];
    const user = { id: 7, username: 'acme-shop' };
    expect(userCommand(databaseWords, 'user deactivate', user)).toBe(
      "presents user deactivate --db '/srv/my gifts/=x.db' acme-shop",
    );
    for (const username of ['a\u001b[31m', 'a\nb', 'a\u200bb', '', ' x', 'y'.repeat(100), 'a\u00a0b']) {
      expect(userCommand([], 'user deactivate', { ...user, username })).toBe('presents user deactivate --id=7');
    }
    expect(userCommand([], 'user deactivate', { ...user, hasNamesakes: true })).toBe('presents user deactivate --id=7');
    expect(userCommand([], 'user deactivate', { ...user, username: '--json' })).toBe(
      'presents user deactivate -- --json',
    );
    expect(userCommand(['--db', '/a\nb'], 'user deactivate', user)).toBeUndefined();
    expect(presentsCommand([], 'user list')).toBe('presents user list');
  });
});
