import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';
import { shellQuote } from '../../src/text/shell.ts';

const names = [
  'acme-shop',
  'with space',
  "o'brien",
  'semi;drop--',
  'böhm & söhne',
  '東京ギフト',
  '$(touch hacked)`id`\\',
  '*',
  '~',
  '!!',
  '',
  'evil\u001b[31mred',
  "both ' and \u0007 and \\",
  'bidi\u202egnp.exe',
  'tag\u{e0041}',
  'line\nbreak',
];

describe('a quoted word', () => {
  test.each(names)('%j comes out of a shell as it went in', (name) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    expect(execFileSync('bash', ['-c', `printf %s ${shellQuote(name)}`], { env }).toString()).toBe(name);
  });

  test.each(names)('%j can be printed as it is', (name) => {
    expect(printable(shellQuote(name))).toBe(shellQuote(name));
  });

  test('is left alone where nothing needs quotes', () => {
    expect(shellQuote('acme-shop')).toBe('acme-shop');
  });
});
