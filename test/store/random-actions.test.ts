import { expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import type { ActivationChange, UserRef } from '../../src/model/user.ts';
import { UserError } from '../../src/model/user-error.ts';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import type { Store } from '../../src/store/store.ts';
import { buildDatabase, openTestStore, querySql, runSql } from '../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20261125);
const ROUNDS = 15;
const NAMES = ['shop', 'Shop', 'other', 'x', 'y', 'z'];
const TYPES = ['', 'TEXT', 'INTEGER', 'TEXT PRIMARY KEY', 'INTEGER PRIMARY KEY', 'BLOB'];
/** Ids as SQL: small, around 2^53, beyond it, text that looks like them, and what can be no id. */
const IDS = [
  ...['1', '5', '-7', '9007199254740991', '9007199254740992', '9007199254740993', '9223372036854775807'],
  ...['1152921504606846976', '1152921504606846977', "'0190163d-8694-739b'", "'a b'", "''", '1.5', '1e18'],
  ...["'5'", "'1152921504606846977'", "'x''0102'''", "x'0102'", 'NULL', "'NULL'"],
];

function randomTable(random: Random): string {
  const type = random.pick(TYPES);
  const rows = Array.from({ length: 6 }, (_, index) => {
    return `(${random.pick(IDS)}, '${random.pick(NAMES)}', '${hashApiKey(`${index}`)}', ${index % 2})`;
  });
  const path = buildDatabase({});
  const inserts = rows.map((row) => `INSERT OR IGNORE INTO "user" (id, username, api_key, is_active) VALUES ${row}`);
  const strict = inserts.filter((insert) => type !== 'INTEGER PRIMARY KEY' || /\((-?\d+|NULL),/.test(insert));
  runSql(
    path,
    `DROP TABLE "user";
     CREATE TABLE "user" (id ${type}, username TEXT, api_key TEXT, created_at, updated_at, is_active); ${strict.join(';')}`,
  );
  return path;
}

const contentOf = (path: string) =>
  querySql(path, `SELECT quote(id) AS id, username, api_key, is_active FROM "user" ORDER BY rowid`);

/** Acts, and holds the whole table before and after against what was said. */
async function expectOneRowOrNone(path: string, store: Store, who: UserRef): Promise<number> {
  let changes = 0;
  for (const action of ['deactivate', 'reactivate', 'regenerateKey'] as const) {
    const before = contentOf(path);
    const answer = await store.users[action](who).catch((error: unknown) => error);
    const after = contentOf(path);
    const told = `seed ${seed}: ${action} ${typeof who === 'string' ? who : String(who.id)} of ${JSON.stringify(before)}`;
    const changed = before.filter((row, index) => JSON.stringify(row) !== JSON.stringify(after[index]));
    const isRefused = answer instanceof Error;
    if (isRefused) expect(answer, told).toBeInstanceOf(UserError);
    const isDone = !isRefused && (action === 'regenerateKey' || (answer as ActivationChange).changed);
    expect(changed, told).toHaveLength(isDone ? 1 : 0);
    for (const row of changed) {
      const [id, name] = typeof who === 'string' ? [undefined, who] : [who.id, who.username];
      if (name !== undefined) expect(row.username, told).toBe(name);
      if (id !== undefined) expect(idOf(row.id), told).toBe(String(id));
    }
    changes += changed.length;
  }
  return changes;
}

function idOf(quoted: unknown): string {
  return String(quoted)
    .replace(/^'(.*)'$/, '$1')
    .replaceAll("''", "'");
}

test('Every action on any table of users changes exactly the row that is named, or throws and changes nothing', async () => {
  const random = new Random(seed, 'actions');
  let changes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = randomTable(random);
    const store = await openTestStore(path);
    for (const { id, username } of await store.users.list()) {
      for (const who of [username, { id }, { id, username }]) changes += await expectOneRowOrNone(path, store, who);
    }
    await store.close();
  }
  expect(changes).toBeGreaterThan(ROUNDS);
});
