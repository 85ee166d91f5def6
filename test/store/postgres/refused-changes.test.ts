import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import type { Store } from '../../../src/store/store.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from '../../helpers/store.ts';

const TABLES = ['"user"', 'user_api_call_log', 'product_attributes', 'admin_audit_log'];

const ROWS = `
  INSERT INTO "user" (username, api_key, is_active) VALUES ('shop', 'k1', true), ('off', 'k2', false);
  INSERT INTO product_attributes (product_id, product_hash, classification_status) VALUES ('B1', 'h', 'success');
  INSERT INTO user_api_call_log (user_id, api_route, date_time) SELECT 1, '/a', '2025-01-01 00:00+00' FROM generate_series(1, 3)`;

const contentOf = (location: ServerLocation) =>
  Promise.all(TABLES.map((table) => askDatabase(location, `SELECT * FROM ${table} ORDER BY 1`)));

const UNDO = `
  DROP FUNCTION IF EXISTS guard CASCADE; DROP RULE IF EXISTS guard ON "user"; DROP RULE IF EXISTS guard ON user_api_call_log;
  DROP RULE IF EXISTS guard ON product_attributes; ALTER TABLE "user" DROP CONSTRAINT IF EXISTS guard`;

const actions: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  create: (store) => store.users.create('new'),
  deactivate: (store) => store.users.deactivate('shop'),
  'regenerate-key': (store) => store.users.regenerateKey('shop'),
  invalidate: (store) => store.products.invalidate('B1'),
  put: (store) => store.products.put({ productId: 'B2', description: 'A kite' }),
  log: (store) => store.apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 }),
  'cleanup logs': (store) => store.apiLogs.cleanup({ days: 30 }),
};

const trigger = (event: string, table: string, body: string) =>
  `CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
   CREATE TRIGGER guard ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION guard()`;
const ignoring = (event: string, table: string) => trigger(`BEFORE ${event}`, table, 'RETURN NULL;');
const aborting = (event: string, table: string) =>
  trigger(`BEFORE ${event}`, table, `RAISE EXCEPTION 'by order of the board';`);
const undoing = (event: string, table: string, sql: string) => trigger(`AFTER ${event}`, table, `${sql}; RETURN NULL;`);

const rules: readonly (readonly [action: string, rule: string, words: RegExp])[] = [
  ['create', ignoring('INSERT', '"user"'), /did not create “new”: a trigger or rule of “user” prevents it \(“guard”\)/],
  ['deactivate', ignoring('UPDATE', '"user"'), /did not deactivate “shop”: a trigger or rule of “user” prevents it/],
  ['regenerate-key', ignoring('UPDATE', '"user"'), /did not replace the key of “shop”/],
  ['invalidate', ignoring('UPDATE', 'product_attributes'), /did not invalidate “B1”.*“guard”/],
  ['put', ignoring('INSERT', 'product_attributes'), /did not store the classification of “B2”.*“guard”/],
  ['log', ignoring('INSERT', 'user_api_call_log'), /not logged: call was not taken by the database.*“guard”/],
  ['cleanup logs', ignoring('DELETE', 'user_api_call_log'), /Deleted 0 of 3 rows; the database kept 3: .*“guard”/],
  ['deactivate', ignoring('INSERT', 'admin_audit_log'), /did not record “user deactivate”, so it was not done/],
  [
    'deactivate',
    `CREATE RULE guard AS ON UPDATE TO "user" DO INSTEAD NOTHING`,
    /did not deactivate “shop”: a trigger or rule of “user” prevents it \(“guard”\)/,
  ],
  ['create', `CREATE RULE guard AS ON INSERT TO "user" DO INSTEAD NOTHING`, /did not create “new”: .*“guard”/],
  [
    'log',
    'CREATE RULE guard AS ON INSERT TO user_api_call_log DO INSTEAD NOTHING',
    /refused by the database: cannot perform INSERT RETURNING/,
  ],
  [
    'put',
    'CREATE RULE guard AS ON INSERT TO product_attributes DO INSTEAD NOTHING',
    /refused this: cannot perform INSERT RETURNING/,
  ],
  [
    'deactivate',
    undoing('UPDATE', '"user"', 'UPDATE "user" SET is_active = true WHERE id = NEW.id AND NOT is_active'),
    /did not deactivate “shop”/,
  ],
  [
    'regenerate-key',
    undoing('UPDATE', '"user"', `UPDATE "user" SET api_key = 'k1' WHERE id = NEW.id AND api_key <> 'k1'`),
    /did not replace the key of “shop”/,
  ],
  ['create', undoing('INSERT', '"user"', 'DELETE FROM "user" WHERE id = NEW.id'), /did not create “new”/],
  ['deactivate', aborting('UPDATE', '"user"'), /refused this: by order of the board/],
  ['log', aborting('INSERT', 'user_api_call_log'), /refused by the database: by order of the board/],
  ['cleanup logs', aborting('DELETE', 'user_api_call_log'), /refused this: by order of the board/],
  [
    'create',
    `ALTER TABLE "user" ADD CONSTRAINT guard CHECK (length(username) > 5) NOT VALID`,
    /refused this: .*“?guard/,
  ],
];

describe.runIf(hasPostgres)('What a database on a server prevents by itself', () => {
  let location: ServerLocation;
  let store: Store;
  beforeAll(async () => {
    location = await createDatabase();
    await askDatabase(location, ROWS);
    store = await openTestStore(location);
  });

  async function expectRefusal(action: string, rule: string, words: RegExp) {
    const before = await contentOf(location);
    await askDatabase(location, rule);
    const error = await actions[action]?.(store).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(PresentsError);
    expect(error).toMatchObject({ message: expect.stringMatching(words), exitCode: 1 });
    expect(await contentOf(location)).toEqual(before);
  }

  test.each(rules)('%s, by rule %#, is a PresentsError that names the rule, and changes nothing', async (...rule) => {
    await expectRefusal(...rule);
    await askDatabase(location, UNDO);
  });

  // The last, since it stays.
  test('names a view that takes the place of a table', async () => {
    const view = `ALTER TABLE "user" RENAME TO people; CREATE VIEW "user" AS SELECT * FROM people`;
    const rule = `${view}; CREATE RULE guard AS ON UPDATE TO "user" DO INSTEAD NOTHING`;
    await expectRefusal('deactivate', rule, /did not deactivate “shop”: “user” is a view/);
  });
});
