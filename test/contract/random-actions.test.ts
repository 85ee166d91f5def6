import { expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import type { ActivationChange, UserRef } from '../../src/model/user.ts';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import type { Store } from '../../src/store/store.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { engines, roundsOf } from './engines.ts';
import type { Row, TestDatabase, TestEngine } from './test-database.ts';

const seed = Number(process.env.SEED ?? 20261125);
const ROUNDS = inLongRun(6, 15);
const NAMES = ['shop', 'Shop', 'other', 'x', 'y', 'z'];
const TYPES = ['', 'TEXT', 'INTEGER', 'TEXT PRIMARY KEY', 'INTEGER PRIMARY KEY', 'BLOB'];
/** Ids as SQL: small, around 2^53, beyond it, text that looks like them, and what can be no id. */
const IDS = [
  ...['1', '5', '-7', '9007199254740991', '9007199254740992', '9007199254740993', '9223372036854775807'],
  ...['1152921504606846976', '1152921504606846977', "'0190163d-8694-739b'", "'a b'", "''", '1.5', '1e18'],
  ...["'5'", "'1152921504606846977'", "'x''0102'''", "x'0102'", 'NULL', "'NULL'"],
];

/** A table of users: of any types, and with names and ids that stand twice, where the engine lets that be. */
async function randomTable(engine: TestEngine, random: Random): Promise<TestDatabase> {
  const database = await engine.build();
  const aRow = (id: string, name: string, index: number) =>
    `(${id}, '${name}', '${hashApiKey(`${index}`)}', ${index % 2 === 1})`;
  const insertOf = (row: string) => `INSERT INTO "user" (id, username, api_key, is_active) VALUES ${row}`;
  if (!engine.isUntyped) {
    const ids = IDS.filter((id) => /^-?\d+$/.test(id)).toSorted(() => random.next() - 0.5);
    await database.run(NAMES.map((name, index) => insertOf(aRow(ids[index] ?? '0', name, index))).join(';'));
    return database;
  }
  const type = random.pick(TYPES);
  const rows = Array.from({ length: 6 }, (_, index) => aRow(random.pick(IDS), random.pick(NAMES), index));
  const inserts = rows.map((row) => insertOf(row).replace('INSERT', 'INSERT OR IGNORE'));
  const strict = inserts.filter((insert) => type !== 'INTEGER PRIMARY KEY' || /\((-?\d+|NULL),/.test(insert));
  await database.run(
    `DROP TABLE "user";
     CREATE TABLE "user" (id ${type}, username TEXT, api_key TEXT, created_at, updated_at, is_active); ${strict.join(';')}`,
  );
  return database;
}

const contentOf = (database: TestDatabase, { isUntyped }: TestEngine) => {
  const [id, order] = isUntyped ? ['quote(id)', 'rowid'] : ['id::text', 'id'];
  return database.query(`SELECT ${id} AS id, username, api_key, is_active FROM "user" ORDER BY ${order}`);
};

/** Acts, and holds the whole table before and after against what was said. */
async function expectOneRowOrNone(
  contents: () => Promise<readonly Row[]>,
  store: Store,
  who: UserRef,
): Promise<number> {
  let changes = 0;
  for (const action of ['deactivate', 'reactivate', 'regenerateKey'] as const) {
    const before = await contents();
    const answer = await store.users[action](who).catch((error: unknown) => error);
    const after = await contents();
    const told = `seed ${seed}: ${action} ${typeof who === 'string' ? who : String(who.id)} of ${JSON.stringify(before)}`;
    const changed = before.filter((row, index) => JSON.stringify(row) !== JSON.stringify(after[index]));
    const isRefused = answer instanceof Error;
    if (isRefused) expect(answer, told).toBeInstanceOf(PresentsError);
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

test.each(engines)(
  'Every action on any table of users changes exactly the row that is named, or throws and changes nothing ($name)',
  async (engine) => {
    const random = new Random(seed, 'actions');
    let changes = 0;
    const rounds = roundsOf(engine, ROUNDS);
    for (const _ of rounds) {
      const database = await randomTable(engine, random);
      const store = await database.open();
      for (const { id, username } of await store.users.list()) {
        for (const who of [username, { id }, { id, username }])
          changes += await expectOneRowOrNone(() => contentOf(database, engine), store, who);
      }
      await store.close();
    }
    expect(changes).toBeGreaterThan(rounds.length);
  },
);
