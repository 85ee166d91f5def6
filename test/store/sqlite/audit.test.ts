import { describe, expect, test } from 'vitest';
import { copyReference, openTestStore, querySql, runSql } from '../../helpers/store.ts';

describe('The audit log', () => {
  test('is empty, and not made, where nobody has acted', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    expect(await store.audit.list()).toEqual([]);
    expect(querySql(path, `SELECT name FROM sqlite_schema WHERE name = 'admin_audit_log'`)).toEqual([]);
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
