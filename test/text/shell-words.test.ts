import { expect, test } from 'vitest';
import { shellWords } from '../../src/text/shell-words.ts';

test.each([
  ['', []],
  ["  calls --where 'user:a b'  ", ['calls', '--where', 'user:a b']],
  [`user create "o'reilly \\"x\\" $1"`, ['user', 'create', `o'reilly "x" $1`]],
  [`a\\ b'c'"d" ''`, ['a bcd', '']],
  ["it\\'s", ["it's"]],
])('splits %s as a shell does', (line, words) => {
  expect(shellWords(line)).toEqual({ words });
});

test.each([
  ["calls --where 'x", "The ' is never closed."],
  ['a "b', 'The " is never closed.'],
  ['a\\', 'There is nothing behind the last backslash.'],
])('says what is wrong with %s', (line, fault) => {
  expect(shellWords(line)).toEqual({ fault });
});
