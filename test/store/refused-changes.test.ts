import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../src/model/presents-error.ts';
import { aCall, aUser, buildDatabase, openTestStore, querySql, runSql } from '../helpers/store.ts';

const TABLES = ['"user"', 'user_api_call_log', 'product_attributes'];

/** All that a database holds; a view is left out where its table is read. */
function contentOf(path: string) {
  const audit = querySql(path, `SELECT 1 FROM sqlite_schema WHERE name = 'admin_audit_log'`).length > 0;
  return [...TABLES, ...(audit ? ['admin_audit_log'] : [])].map((table) => querySql(path, `SELECT * FROM ${table}`));
}

async function prepared(rule: string) {
  const calls = [1, 2, 3].map((day) => aCall({ dateTime: `2026-01-0${day} 00:00:00` }));
  const path = buildDatabase({ users: [aUser('shop'), aUser('off', { isActive: false })], calls });
  const store = await openTestStore(path);
  await store.products.put({ productId: 'B1', description: 'A bear', itemMainCategory: 'Toys' });
  runSql(path, rule);
  return { path, store, before: contentOf(path) };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

const actions: Readonly<Record<string, (store: Prepared['store']) => Promise<unknown>>> = {
  create: (store) => store.users.create('new'),
  deactivate: (store) => store.users.deactivate('shop'),
  reactivate: (store) => store.users.reactivate('off'),
  'regenerate-key': (store) => store.users.regenerateKey('shop'),
  invalidate: (store) => store.products.invalidate('B1'),
  put: (store) => store.products.put({ productId: 'B2', description: 'A kite' }),
  log: (store) => store.apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 }),
  'cleanup logs': (store) => store.apiLogs.cleanup({ days: 30 }),
};

const ignoring = (when: string, table: string) =>
  `CREATE TRIGGER guard BEFORE ${when} ON ${table} BEGIN SELECT RAISE(IGNORE); END`;
const aborting = (when: string, table: string) =>
  `CREATE TRIGGER guard BEFORE ${when} ON ${table} BEGIN SELECT RAISE(ABORT, 'by order of the board'); END`;
const after = (change: string) => `CREATE TRIGGER guard AFTER ${change}; END`;
const userTable = (columns: string) =>
  `DROP TABLE "user"; CREATE TABLE "user" (id INTEGER PRIMARY KEY, api_key, created_at, updated_at, is_active, ${columns})`;
const view = `ALTER TABLE "user" RENAME TO people; CREATE VIEW "user" AS SELECT * FROM people`;

const rules: readonly (readonly [action: string, rule: string, words: RegExp])[] = [
  ['create', ignoring('INSERT', '"user"'), /did not create “new”: a trigger of “user” prevents it \(“guard”\)/],
  ['deactivate', ignoring('UPDATE', '"user"'), /did not deactivate “shop”: a trigger of “user” prevents it/],
  ['reactivate', ignoring('UPDATE', '"user"'), /did not reactivate “off”/],
  ['regenerate-key', ignoring('UPDATE', '"user"'), /did not replace the key of “shop”/],
  ['invalidate', ignoring('UPDATE', 'product_attributes'), /did not invalidate “B1”.*“guard”/],
  ['put', ignoring('INSERT', 'product_attributes'), /did not store the classification of “B2”/],
  ['log', ignoring('INSERT', 'user_api_call_log'), /not logged: call was not taken by the database.*“guard”/],
  ['cleanup logs', ignoring('DELETE', 'user_api_call_log'), /Deleted 0 of 3 rows; the database kept 3: .*“guard”/],
  ['deactivate', ignoring('INSERT', 'admin_audit_log'), /did not record “user deactivate”, so it was not done/],
  [
    'deactivate',
    after('UPDATE ON "user" BEGIN UPDATE "user" SET is_active = 1 WHERE id = NEW.id'),
    /did not deactivate “shop”/,
  ],
  [
    'regenerate-key',
    after('UPDATE ON "user" BEGIN UPDATE "user" SET api_key = OLD.api_key WHERE id = NEW.id'),
    /replace the key of “shop”/,
  ],
  ['create', after('INSERT ON "user" BEGIN UPDATE "user" SET is_active = 0 WHERE id = NEW.id'), /did not create “new”/],
  ['create', after('INSERT ON "user" BEGIN DELETE FROM "user" WHERE id = NEW.id'), /did not create “new”/],
  [
    'invalidate',
    after(
      `UPDATE ON product_attributes BEGIN UPDATE product_attributes SET classification_status = 'success' WHERE id = NEW.id`,
    ),
    /did not invalidate “B1”/,
  ],
  ['deactivate', aborting('UPDATE', '"user"'), /refused this: by order of the board/],
  ['create', aborting('INSERT', '"user"'), /refused this: by order of the board/],
  ['log', aborting('INSERT', 'user_api_call_log'), /refused by the database: by order of the board/],
  ['cleanup logs', aborting('DELETE', 'user_api_call_log'), /refused this: by order of the board/],
  ['put', aborting('INSERT', 'product_attributes'), /refused this: by order of the board/],
  ['create', userTable('username, email TEXT NOT NULL'), /refused this: NOT NULL constraint failed: user.email/],
  ['create', userTable('username CHECK (length(username) > 5)'), /refused this: CHECK constraint failed/],
  ['deactivate', view, /refused this: cannot modify user because it is a view/],
  [
    'deactivate',
    `${view}; CREATE TRIGGER guard INSTEAD OF UPDATE ON "user" BEGIN SELECT 1; END`,
    /did not deactivate “shop”: “user” is a view/,
  ],
];

describe('What the database itself prevents', () => {
  test.each(rules)(
    '%s, by “%s”, is a PresentsError that names the rule, and changes nothing',
    async (action, rule, words) => {
      const { path, store, before } = await prepared(rule);
      const error = await actions[action]?.(store).catch((fault: unknown) => fault);
      expect(error).toBeInstanceOf(PresentsError);
      expect(error).toMatchObject({ message: expect.stringMatching(words), exitCode: 1 });
      expect(contentOf(path)).toEqual(before);
    },
  );

  test('a cleanup that may do only a part says so, and records that part', async () => {
    const { path, store } = await prepared(
      'CREATE TRIGGER guard BEFORE DELETE ON user_api_call_log WHEN OLD.id = 2 BEGIN SELECT RAISE(IGNORE); END',
    );
    await expect(store.apiLogs.cleanup({ days: 30 })).rejects.toThrow('Deleted 2 of 3 rows; the database kept 1');
    expect(querySql(path, 'SELECT id FROM user_api_call_log')).toEqual([{ id: 2 }]);
    expect(await store.audit.list()).toMatchObject([{ detail: { deleted: 2 } }]);
  });

  test('a cleanup that fails on its way says how many rows it had deleted', async () => {
    const calls = Array.from({ length: 300 }, () => aCall({ dateTime: '2026-01-01 00:00:00' }));
    const path = buildDatabase({ users: [aUser('shop')], calls });
    runSql(
      path,
      `CREATE TRIGGER guard BEFORE DELETE ON user_api_call_log WHEN OLD.id = 300 BEGIN SELECT RAISE(ABORT, 'not that one'); END`,
    );
    const store = await openTestStore(path);
    await expect(store.apiLogs.cleanup({ days: 30 })).rejects.toThrow(
      'The database refused this: not that one. 250 rows were deleted before that.',
    );
    expect(querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')).toEqual([{ count: 50 }]);
  });

  test('a cleanup ends where the database keeps more rows than a batch', async () => {
    const calls = Array.from({ length: 20_100 }, () => aCall({ dateTime: '2026-01-01 00:00:00' }));
    const path = buildDatabase({ users: [aUser('shop')], calls });
    runSql(path, ignoring('DELETE', 'user_api_call_log'));
    const store = await openTestStore(path);
    await expect(store.apiLogs.cleanup({ days: 30 })).rejects.toThrow(/Deleted 0 of \d+ rows/);
  });

  test('a call that breaks a rule costs only itself', async () => {
    const { store } = await prepared(
      `CREATE TRIGGER guard BEFORE INSERT ON user_api_call_log WHEN NEW.api_route = '/x' BEGIN SELECT RAISE(ABORT, 'no x'); END`,
    );
    const call = { userId: 1, statusCode: 200, responseTimeMs: 1 };
    await expect(store.apiLogs.log({ ...call, apiRoute: '/x' })).rejects.toMatchObject({ field: 'call' });
    expect(await store.apiLogs.log({ ...call, apiRoute: '/y' })).toBeGreaterThan(3);
  });
});
