import { describe, expect, test } from 'vitest';
import { aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

describe.each(engines)('The audit log ($name)', ({ build, reference }) => {
  test('says who did what to whom, newest first, and never holds a key', async () => {
    const database = await reference();
    const store = await database.open();
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
    const written = JSON.stringify(await database.query('SELECT * FROM admin_audit_log'));
    for (const key of [apiKey, newKey, store.products.hash(apiKey)]) expect(written).not.toContain(key);
  });

  test('and the action it records are written together or not at all', async () => {
    const database = await build({ users: [aUser('shop')] });
    await database.refuseInserts('admin_audit_log', 'no room');
    await database.run(`INSERT INTO product_attributes (product_id, product_hash) VALUES ('P', 'h')`);
    const store = await database.open();
    const contents = async () => [
      await database.query('SELECT * FROM "user"'),
      await database.query('SELECT * FROM product_attributes'),
      await database.query('SELECT * FROM admin_audit_log'),
    ];
    const before = await contents();
    await expect(store.users.create('new')).rejects.toThrow('no room');
    await expect(store.users.deactivate('shop')).rejects.toThrow('no room');
    await expect(store.users.regenerateKey('shop')).rejects.toThrow('no room');
    await expect(store.products.invalidate('P')).rejects.toThrow('no room');
    expect(await contents()).toEqual(before);
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
  });
});
