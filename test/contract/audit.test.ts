import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

const page = { filter: '', sort: 'time', descending: true, offset: 0, limit: 10, anchorId: null } as const;

describe.each(engines)('The audit log ($name)', ({ build, openReference, reference, openBuilt }) => {
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

  describe('with entries of two people', () => {
    const insert = `INSERT INTO admin_audit_log (date_time, actor, action, target, detail) VALUES
      ('2026-11-20 09:00:00', 'alice@db1', 'user create', 'shop', '{"userId":1}'),
      ('2026-11-20 10:00:00', 'alice@db1', 'user deactivate', 'shop', '{"userId":1}'),
      ('2026-11-20 11:00:00', 'alice', 'userlike', 'shop', '{"note":"\\"userId\\":1,"}'),
      ('2026-11-20 11:00:00', 'bob@db1', 'user create', 'Müller', '{"userId":12,"by":"file"}'),
      ('2026-11-20 11:30:00', 'alice2@db1', 'cleanup logs', 'log', 'no JSON'),
      ('2026-11-20 12:00:00', 'bob@db1', 'user deactivate', 'shop', '{"userId":12,"by":"hand"}')`;
    let store: Store;
    beforeAll(async () => {
      const database = await build();
      await database.run(insert);
      store = await database.open();
    });

    test.each([
      [{ target: 'shop' }, [6, 3, 2, 1]],
      [{ target: 'sho' }, []],
      [{ target: 'a\0b' }, []],
      [{ userId: 1 }, [2, 1]],
      [{ userId: 12 }, [6, 4]],
      [{ userId: 2 }, []],
      [{ userId: '1' }, []],
      [{ target: 'shop', userId: 12 }, [6]],
      [{ actor: 'alice' }, [3, 2, 1]],
      [{ actor: 'alice@db1' }, [2, 1]],
      [{ actor: 'alice@db' }, []],
      [{ action: 'user' }, [6, 4, 2, 1]],
      [{ action: 'user create' }, [4, 1]],
      [{ action: '' }, []],
      [{ window: { from: new Date('2026-11-20T10:00:00Z'), to: new Date('2026-11-20T11:30:00Z') } }, [4, 3, 2]],
      [{ window: { from: new Date('2026-11-20T11:30:00Z'), to: null } }, [6, 5]],
      [{ actor: 'alice', action: 'user deactivate', target: 'shop' }, [2]],
    ])('%j finds the same in a list and in a page', async (filter, ids) => {
      expect((await store.audit.list(filter)).map(({ id }) => id)).toEqual(ids);
      const { rows, total, unfilteredTotal } = await store.audit.page({ ...page, ...filter });
      expect([rows.map(({ id }) => id), total, unfilteredTotal]).toEqual([ids, ids.length, 6]);
    });

    test('a page holds the entries with a text in any of their words, in any order, around its anchor', async () => {
      const idsOf = async (request: object) =>
        (await store.audit.page({ ...page, ...request })).rows.map(({ id }) => id);
      expect(await idsOf({ filter: 'MÜLL' })).toEqual([4]);
      expect(await idsOf({ filter: 'by hand' })).toEqual([]);
      expect(await idsOf({ filter: 'hand' })).toEqual([6]);
      expect(await idsOf({ sort: 'actor', descending: false })).toEqual([3, 5, 1, 2, 4, 6]);
      expect(await idsOf({ sort: 'target' })).toEqual([6, 3, 2, 1, 4, 5]);
      const around = await store.audit.page({ ...page, limit: 2, anchorId: 2 });
      expect(around).toMatchObject({ offset: 3, total: 6, anchorIndex: 4, rows: [{ id: 3 }, { id: 2 }] });
    });
  });

  test('has an empty page where nothing was ever recorded, and a new entry is in the next page', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    const empty = { rows: [], offset: 0, total: 0, unfilteredTotal: 0, anchorIndex: null };
    expect(await store.audit.page(page)).toEqual(empty);
    await store.users.deactivate('shop');
    expect(await store.audit.page(page)).toMatchObject({ total: 1, rows: [{ action: 'user deactivate' }] });
    expect(await (await openReference()).audit.page(page)).toEqual(empty);
  });
});
