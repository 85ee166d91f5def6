import { describe, expect, test } from 'vitest';
import { shortErrorText } from '../../src/text/error-text.ts';
import { hidePasswords } from '../../src/text/hide-passwords.ts';

const SECRET = 'p4ssw0rd';

describe('A text that repeats what a person typed', () => {
  test.each([
    `postgresql://shop:${SECRET}@db/gifts`,
    `Unknown option '--bd=postgres://shop:${SECRET}/x?y#z@w@db/gifts'.`,
    `postgresql:///gifts?user=a&password=${SECRET}&sslmode=require`,
    `mysql://:${SECRET}@db`,
    `host=db password = '${SECRET} \\' ${SECRET}' dbname=x`,
    `password=${SECRET} dbname=x`,
  ])('hides the password in it: %s', (text) => {
    expect(hidePasswords(text)).not.toContain(SECRET);
    expect(hidePasswords(text)).toContain('•••');
  });

  test.each([
    'postgresql://shop@db:5432/gifts is out of reach: 127.0.0.1:5432: nothing listens there.',
    'The filter req.password=x:* has no end.',
    'shop:a@b.example was not found in /srv/a:b@c.db.',
  ])('stays as it is where there is none: %s', (text) => {
    expect(hidePasswords(text)).toBe(text);
  });
});

test('A fault is told in little room by the name of the database alone', () => {
  const fault = new Error('postgresql://me@a:1,b:2/gifts?host=/tmp is out of reach: nothing listens there.');
  expect(shortErrorText(fault)).toBe('gifts is out of reach: nothing listens there.');
  expect(shortErrorText(new Error('The database /srv/a/b.db is busy.'))).toBe('The database b.db is busy.');
});
