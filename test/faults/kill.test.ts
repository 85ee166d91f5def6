import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { schemaObjects } from '../../src/store/sqlite/file/schema.ts';
import { copyReference, querySql, runSql, temporaryFolder } from '../helpers/store.ts';
import { randomNumbers } from '../text/hostile.ts';
import { presentsWords } from './program.ts';

// `npm run test:kill` kills 200 times; the seed of the moments stands in the name of the tests.
const kills = Math.ceil(Number(process.env.KILLS ?? 10) / 5);
const seed = Number(process.env.SEED ?? 20_261);
const timeoutMs = 60_000 + kills * 3000;

type Child = ChildProcessByStdio<null, Readable, null>;

/** Starts a program, and kills it (SIGKILL) a moment after it has begun. */
async function killSoon(
  words: readonly string[],
  begun: (child: Child) => Promise<unknown>,
  afterMs: number,
): Promise<void> {
  const [command = '', ...args] = words;
  // The driver runs from the source.
  const env = { ...process.env, NODE_COMPILE_CACHE: getCompileCacheDir() ?? '' };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  const exit = once(child, 'exit');
  await Promise.race([begun(child), exit]);
  await delay(afterMs);
  child.kill('SIGKILL');
  await exit;
}

const atFirstWord = (child: Child) => once(child.stdout, 'data');

/** Waits in short turns until there is such a file, or the program has ended. */
const whenThere = (path: string) => async (child: Child) => {
  while (!existsSync(path) && child.exitCode === null) await immediate();
};

const one = (path: string, sql: string) => Object.values(querySql(path, sql)[0] ?? {})[0];

/** The file as the next program that opens it for writing finds it, which puts in order what was half written. */
function reopen(path: string): void {
  runSql(path, 'SELECT COUNT(*) FROM sqlite_schema');
  expect(one(path, 'PRAGMA integrity_check')).toBe('ok');
  expect(querySql(path, 'PRAGMA foreign_key_check')).toEqual([]);
}

const OBJECTS = `SELECT COUNT(*) FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'`;

const actionsDone = (path: string, action: string) =>
  Number(one(path, `SELECT COUNT(*) FROM admin_audit_log WHERE action = '${action}'`));

const driver = (path: string, action: string) => [
  process.execPath,
  resolve('test/faults/kill-driver.ts'),
  path,
  action,
];

/** Rules that must hold between the data and the audit log after a kill, for each action. */
const laws: Readonly<Record<string, (path: string) => void>> = {
  create: (path) => {
    const made = Number(one(path, `SELECT COUNT(*) FROM "user" WHERE username LIKE 'made-%'`));
    expect(made).toBe(actionsDone(path, 'user create'));
  },
  deactivate: (path) => {
    const [off, on] = [actionsDone(path, 'user deactivate'), actionsDone(path, 'user reactivate')];
    expect([0, 1]).toContain(off - on);
    const isActive = one(path, `SELECT is_active FROM "user" WHERE username = 'client1'`);
    expect(isActive).toBe(on === off ? 1 : 0);
  },
  regenerate: (path) => {
    // The trigger counts what became of the row, in the transaction that did it.
    expect(one(path, 'SELECT COUNT(*) FROM key_changes')).toBe(actionsDone(path, 'user regenerate-key'));
  },
  cleanup: (path) => {
    const gone = 6000 - Number(one(path, 'SELECT COUNT(*) FROM user_api_call_log'));
    const told = one(path, `SELECT TOTAL(detail ->> 'deleted') FROM admin_audit_log WHERE action = 'cleanup logs'`);
    expect(told).toBe(gone);
  },
};

function prepare(journalMode: string): string {
  const path = copyReference();
  runSql(
    path,
    `PRAGMA journal_mode = ${journalMode};
     CREATE TABLE key_changes (key TEXT);
     CREATE TRIGGER watch_keys AFTER UPDATE OF api_key ON "user" BEGIN INSERT INTO key_changes VALUES (NEW.api_key); END;
     CREATE TABLE admin_audit_log (
       id INTEGER PRIMARY KEY AUTOINCREMENT, date_time TIMESTAMP, actor TEXT, action TEXT, target TEXT, detail TEXT
     );`,
  );
  return path;
}

describe(`A program that is killed at any moment (seed ${seed}) leaves the database whole`, () => {
  test.each(Object.keys(laws))(
    'and %s done with its audit row, or not at all',
    { timeout: timeoutMs },
    async (action) => {
      const random = randomNumbers(seed);
      for (let turn = 0; turn < kills; turn += 1) {
        const path = prepare(turn % 2 === 0 ? 'DELETE' : 'WAL');
        await killSoon(driver(path, action), atFirstWord, random() * 60);
        reopen(path);
        laws[action]?.(path);
      }
    },
  );

  test('and a new database made with its audit row, or none', { timeout: timeoutMs }, async () => {
    const random = randomNumbers(seed);
    for (let turn = 0; turn < Math.ceil(kills / 2); turn += 1) {
      const path = join(temporaryFolder(), 'new.db');
      await killSoon(presentsWords(['init', '--db', path]), whenThere(path), random() * 12);
      if (!existsSync(path)) continue;
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expectInitWholeOrNot(path, 0);
    }
  });

  test('and a database completed with its audit row, or left as it was', { timeout: timeoutMs }, async () => {
    const random = randomNumbers(seed);
    for (let turn = 0; turn < Math.ceil(kills / 2); turn += 1) {
      const path = copyReference();
      const before = Number(one(path, OBJECTS));
      await killSoon(presentsWords(['init', '--yes', '--db', path]), whenThere(`${path}-journal`), random() * 12);
      expectInitWholeOrNot(path, before);
    }
  });
});

function expectInitWholeOrNot(path: string, objectsBefore: number): void {
  reopen(path);
  const objects = Number(one(path, OBJECTS));
  if (objects === objectsBefore) return;
  expect(objects).toBe(schemaObjects().length);
  expect(actionsDone(path, 'init')).toBe(1);
}
