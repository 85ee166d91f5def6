import { describe, expect, test } from 'vitest';
import { usernameFault } from '../../src/model/username.ts';

describe('A username', () => {
  test.each(['a', 'a'.repeat(64), '🎁'.repeat(64), ' spaces around do not count ', "o'brien", '東京ギフト'])(
    'may be %j',
    (name) => {
      expect(usernameFault(name)).toBeUndefined();
    },
  );

  test.each([
    ['', 'at least one character'],
    [' \t ', 'at least one character'],
    ['a'.repeat(65), 'at most 64 characters; this one has 65'],
    ['🎁'.repeat(65), 'this one has 65'],
    ['a\nb', 'control characters'],
    ['a\u0000', 'control characters'],
    ['a\u009bb', 'control characters'],
    ['half \ud83c', 'half a character'],
  ])('may not be %j', (name, reason) => {
    expect(usernameFault(name)).toContain(reason);
  });
});
