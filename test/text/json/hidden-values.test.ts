import { describe, expect, test } from 'vitest';
import { HiddenValues, withoutEmails, withoutSecrets } from '../../../src/text/json/hidden-values.ts';
import { JsonReader } from '../../../src/text/json/json-reader.ts';
import { LongText } from '../../../src/text/json/long-text.ts';
import { isHiddenName } from '../../../src/text/secret-names.ts';

/** The values that are hidden of a text, as they are stored. */
function hiddenOf(text: string): readonly string[] {
  const reader = new JsonReader(new LongText(text));
  while (!reader.isComplete) reader.step();
  const { tree } = reader;
  const hidden = new HiddenValues(tree);
  return Array.from({ length: tree.size }, (_, node) => node)
    .filter((node) => hidden.isHidden(node))
    .map((node) => tree.sourceOf(node));
}

describe('A value is hidden', () => {
  test('by its name, in any spelling: keys, tokens, secrets, passwords, authorization, e-mails', () => {
    const names =
      'key api_key apiKey publicKey keys X-API-Key token idToken secret client_secret password newPassword authorization ' +
      'Authorization email e-mail userEmail contact_emails cookie sessionId pin';
    expect(names.split(' ').filter((name) => !isHiddenName(name))).toEqual([]);
    const others = 'keyboard monkey age name token_type emailCount email_verified_at mailing tokenizer interests';
    expect(others.split(' ').filter(isHiddenName)).toEqual([]);
  });

  test('whatever it is: a text, a number, or one that is cut off, but true, false, null and counts', () => {
    expect(hiddenOf('{"token":"a","pin":1234,"secret":true,"password":null,"max_tokens":100,"key":"cut o')).toEqual([
      '"a"',
      '1234',
      '"cut o',
    ]);
  });

  test('in all that has the name of a secret, and where its name is written with escapes', () => {
    expect(hiddenOf('{"credentials":{"user":"a","more":[1,["b"]]},"session":{"id":"s","lang":"de"}}')).toEqual([
      '"a"',
      '1',
      '"b"',
    ]);
    expect(hiddenOf('{"p\\u0061ssword":"x","a":{"b":"y"}}')).toEqual(['"x"']);
  });

  test('where it is an e-mail address, under any name', () => {
    expect(
      hiddenOf('{"to":"bob@example.org","cc":["a@b.c","ann\\u0040b.c"],"note":"ask bob@example.org","at":"@"}'),
    ).toEqual(['"bob@example.org"', '"a@b.c"']);
  });

  test('by a name beside it', () => {
    expect(
      hiddenOf('{"headers":[{"name":"Authorization","value":"a"},["X-API-Key","b"],{"name":"Host","value":"c"}]}'),
    ).toEqual(['"a"', '"b"']);
    expect(hiddenOf('[["a","b"],["token"],["x","token"]]')).toEqual([]);
  });

  test('below 10,000 levels as above', () => {
    const levels = 10_000;
    expect(hiddenOf(`{"tokens":${'['.repeat(levels)}"x"${']'.repeat(levels)}}`)).toEqual(['"x"']);
  });
});

test('An e-mail address is hidden wherever it stands, and all else of its text stays', () => {
  expect(withoutEmails('from bob.a+b@example.org to <Ann@sub.example.co.uk>.')).toBe('from ••• to <•••>.');
  expect(withoutEmails('jürgen@müller.de')).toBe('•••');
  expect(withoutEmails('a @ b, @you, 5@')).toBe('a @ b, @you, 5@');
});

test('In text that is no JSON the values behind names of secrets are hidden', () => {
  expect(withoutSecrets('user=bob&password=hunter2&lang=de')).toBe('user=bob&password=•••&lang=de');
  expect(withoutSecrets(`{'api_key': 'abc', 'age': 3}`)).toBe(`{'api_key': •••, 'age': 3}`);
  expect(withoutSecrets('"c":2,"token":"a\\"b"}')).toBe('"c":2,"token":•••}');
  expect(withoutSecrets('plain text: password=hunter2, a: b: token: "x y" pin=1')).toBe(
    'plain text: password=•••, a: b: token: ••• pin=•••',
  );
  expect(withoutSecrets('Authorization: Bearer abc.def.ghi')).not.toContain('abc');
  expect(withoutSecrets('"secret": true, token_type: x')).toBe('"secret": true, token_type: x');
});
