import { expect, test } from 'vitest';
import { authenticator } from '../../../src/store/checks/authenticator.ts';
import { hashApiKey } from '../../../src/store/checks/keys.ts';

const shop = { id: 1, username: 'shop', isActive: true, createdAt: null, updatedAt: null };
const holders = new Map([
  [hashApiKey('key of shop'), shop],
  [hashApiKey('key of gone'), { ...shop, isActive: false }],
  [hashApiKey(''), shop],
]);

test.each<[string, unknown, string | null]>([
  ['of an active user', 'key of shop', null],
  ['of an inactive user', 'key of gone', 'inactive'],
  ['of nobody', 'key of nobody', 'unknown'],
  ['that is empty', '', 'unknown'],
  ['with a null byte', 'key of shop\0', 'unknown'],
  ['of 100 million characters', 'x'.repeat(100_000_000), 'unknown'],
  ['that is no text', { toString: () => 'key of shop' }, 'unknown'],
  ['that is missing', undefined, 'unknown'],
])('A key %s costs one look-up by a hash, as every other', async (_, key, reason) => {
  const asked: string[] = [];
  const authenticate = authenticator(async (keyHash) => {
    asked.push(keyHash);
    return holders.get(keyHash);
  });
  expect(await authenticate(key as string, { reason: true })).toMatchObject({ reason });
  expect(await authenticate(key as string)).toEqual(reason === null ? shop : undefined);
  expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), asked[0]]);
});

test('A key that was accepted is looked up by the same hash each time, and refused as soon as its user is', async () => {
  const asked: string[] = [];
  let holder: typeof shop | undefined = shop;
  const authenticate = authenticator(async (keyHash) => {
    asked.push(keyHash);
    return holder;
  });
  const reasonOf = async () => (await authenticate('key of shop', { reason: true })).reason;
  expect([await reasonOf(), await reasonOf()]).toEqual([null, null]);
  holder = { ...shop, isActive: false };
  expect([await reasonOf(), await reasonOf()]).toEqual(['inactive', 'inactive']);
  holder = undefined;
  expect(await reasonOf()).toBe('unknown');
  holder = shop;
  expect(await reasonOf()).toBe(null);
  expect(asked).toEqual(new Array(6).fill(hashApiKey('key of shop')));
});

test('Of many keys each is looked up by its own hash', async () => {
  const keys = Array.from({ length: 1_200 }, (_, index) => `key ${index}`);
  const asked: string[] = [];
  const authenticate = authenticator(async (keyHash) => {
    asked.push(keyHash);
    return shop;
  });
  for (const key of [...keys, ...keys]) await authenticate(key);
  expect(asked).toEqual([...keys, ...keys].map(hashApiKey));
});
