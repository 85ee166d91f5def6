import { expect, test } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import { KnownKeys } from '../../../src/store/sqlite/users/known-keys.ts';
import { aUser, buildDatabase, openTestStore, runSql } from '../../helpers/store.ts';

const shop: User = { id: 1, username: 'shop', isActive: true, createdAt: new Date(0), updatedAt: null };

/** The names of those who are looked for, as they are asked in turn for a version of the file. */
function looksFor(asked: readonly (readonly [version: string, found: User | undefined])[]): readonly number[] {
  const known = new KnownKeys();
  return asked.map(([version, found]) => {
    let looks = 0;
    const answer = known.holderOf(String(found?.username), version, () => {
      looks += 1;
      return found;
    });
    expect(answer).toEqual(found);
    return looks;
  });
}

test('An active user is read once as long as nobody writes to the file', () => {
  const looks = looksFor([
    ['0.1', shop],
    ['0.1', shop],
    ['0.2', shop],
    ['0.2', shop],
    ['0.1', shop],
  ]);
  expect(looks).toEqual([1, 0, 1, 0, 1]);
});

test('One that is inactive is looked for each time, as one that is not there', () => {
  const gone = { ...shop, isActive: false };
  const looks = looksFor([
    ['0.1', gone],
    ['0.1', gone],
    ['0.1', undefined],
    ['0.1', undefined],
  ]);
  expect(looks).toEqual([1, 1, 1, 1]);
});

test('Of more than 1,000 active users, some are read each time', () => {
  const users = Array.from({ length: 1_001 }, (_, id) => ({ ...shop, id, username: `shop ${id}` }));
  const looks = looksFor([...users, ...users].map((user) => ['0.1', user] as const));
  expect(looks.slice(1_001)).toEqual([...new Array(1_000).fill(0), 1]);
});

test('What a program writes on a user is not seen by the next who asks', async () => {
  const store = await openTestStore(buildDatabase({ users: [aUser('shop')] }));
  for (let time = 0; time < 3; time += 1) {
    const user = await store.users.authenticate('key of shop');
    expect(user).toEqual({
      id: 1,
      username: 'shop',
      isActive: true,
      createdAt: new Date('2026-11-01T00:00:00Z'),
      updatedAt: new Date('2026-11-01T00:00:00Z'),
    });
    Object.assign(user ?? {}, { username: 'root', tenant: 'eu' });
    user?.createdAt?.setUTCFullYear(1999);
  }
});

test.each(['WAL', 'DELETE'])(
  'A key that was just accepted goes by what another program wrote last (journal mode %s)',
  async (mode) => {
    const path = buildDatabase({ users: [aUser('shop')] });
    runSql(path, `PRAGMA journal_mode = ${mode}`);
    const store = await openTestStore(path);
    const isAccepted = async () => (await store.users.authenticate('key of shop')) !== undefined;
    expect([await isAccepted(), await isAccepted()]).toEqual([true, true]);
    runSql(path, 'UPDATE "user" SET is_active = 0');
    expect([await isAccepted(), await isAccepted()]).toEqual([false, false]);
    runSql(path, 'UPDATE "user" SET is_active = 1');
    expect([await isAccepted(), await isAccepted()]).toEqual([true, true]);
    runSql(path, `BEGIN; UPDATE "user" SET api_key = 'another'; ROLLBACK`);
    expect(await isAccepted()).toBe(true);
    runSql(path, `UPDATE "user" SET username = 'store'`);
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'store' });
    runSql(path, 'DELETE FROM "user"');
    expect(await isAccepted()).toBe(false);
  },
);
