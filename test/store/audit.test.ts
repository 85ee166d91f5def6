import { describe, expect, test } from 'vitest';
import {
  aUser,
  buildDatabase,
  copyReference,
  openTestStore,
  querySql,
  REFERENCE_NOW,
  runSql,
} from '../helpers/store.ts';

describe('The audit log', () => {
  test('is empty, and not made, where nobody has acted', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    expect(await store.audit.list()).toEqual([]);
    expect(querySql(path, `SELECT name FROM sqlite_schema WHERE name = 'admin_audit_log'`)).toEqual([]);
  });

  test('says who did what to whom, newest first, and never holds a key', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    const { apiKey } = await store.users.create('shop');
    const { apiKey: newKey } = await store.users.regenerateKey('shop');
    await store.users.deactivate('shop');
    await store.users.reactivate('client2');
    const entry = { actor: 'tester@here', target: 'shop', dateTime: REFERENCE_NOW, detail: { userId: 15 } };
    expect(await store.audit.list({ target: 'shop' })).toEqual([
      { ...entry, id: 3, action: 'user deactivate' },
      { ...entry, id: 2, action: 'user regenerate-key' },
      { ...entry, id: 1, action: 'user create' },
    ]);
    expect(await store.audit.list({ limit: 1 })).toMatchObject([{ action: 'user reactivate', target: 'client2' }]);
    const written = JSON.stringify(querySql(path, 'SELECT * FROM admin_audit_log'));
    for (const key of [apiKey, newKey, store.products.hash(apiKey)]) expect(written).not.toContain(key);
  });

  test('and the action it records are written together or not at all', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    runSql(
      path,
      `CREATE TRIGGER refuse BEFORE INSERT ON admin_audit_log BEGIN SELECT RAISE(ABORT, 'no room'); END;
       INSERT INTO product_attributes (product_id, product_hash) VALUES ('P', 'h');`,
    );
    const store = await openTestStore(path);
    const contents = () => [
      querySql(path, 'SELECT * FROM "user"'),
      querySql(path, 'SELECT * FROM product_attributes'),
      querySql(path, 'SELECT * FROM admin_audit_log'),
    ];
    const before = contents();
    await expect(store.users.create('new')).rejects.toThrow('no room');
    await expect(store.users.deactivate('shop')).rejects.toThrow('no room');
    await expect(store.users.regenerateKey('shop')).rejects.toThrow('no room');
    await expect(store.products.invalidate('P')).rejects.toThrow('no room');
    expect(contents()).toEqual(before);
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
  });

  test('is made in the transaction of the first action, and goes with it when that fails', async () => {
    const path = copyReference();
    runSql(path, `CREATE TRIGGER refuse BEFORE INSERT ON "user" BEGIN SELECT RAISE(ABORT, 'full'); END;`);
    const store = await openTestStore(path);
    await expect(store.users.create('new')).rejects.toThrow('full');
    await expect(store.users.deactivate('nobody')).rejects.toThrow('There is no user');
    expect(querySql(path, `SELECT name FROM sqlite_schema WHERE name = 'admin_audit_log'`)).toEqual([]);
    await store.users.deactivate('client1');
    expect(await store.audit.list()).toHaveLength(1);
  });
});
