import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fileAt } from '../../src/store/location.ts';
import { openFileWriter } from '../../src/store/sqlite/file/bulk-writer.ts';
import { copyReference, openTestStore, querySql, runSql, temporaryFolder } from '../helpers/store.ts';
import { CALL_COLUMNS, callValues, USER_COLUMNS, userValues } from './row-values.ts';
import { type TestDatabase, type TestEngine, testEngine } from './test-database.ts';

/** SQLite's files. */
export const sqliteEngine: TestEngine = testEngine({
  name: 'SQLite',
  tellsChangesLate: false,
  isUntyped: true,
  odd: { texts: ['a\0B', Buffer.from('/Blob\xff\x80', 'latin1')], status: 404.5 },
  timeForms: ['canonical times', 'times in other forms'],
  unreadableTime: 'yesterday',
  build: async (rows = {}) => {
    const path = join(temporaryFolder(), 'built.db');
    openFileWriter(path).close();
    const database = fileDatabase(path);
    await database.insert(rows);
    return database;
  },
  reference: async () => fileDatabase(copyReference()),
});

/** A file that is there. */
export function fileDatabase(path: string): TestDatabase {
  return {
    location: fileAt(path),
    open: (options) => openTestStore(path, options),
    insert: async ({ users = [], calls = [] }) => {
      insertInto(path, '"user"', USER_COLUMNS, users, (user) => userValues(user).map(toSqlite));
      insertInto(path, 'user_api_call_log', CALL_COLUMNS, calls, callValues);
    },
    refuseInserts: async (table, message) =>
      runSql(path, `CREATE TRIGGER refuse BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, '${message}'); END`),
    run: async (sql) => runSql(path, sql),
    query: async (sql) => querySql(path, sql),
  };
}

const toSqlite = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value);

function insertInto<Item>(
  path: string,
  table: string,
  columns: readonly string[],
  items: Iterable<Item>,
  values: (item: Item) => readonly unknown[],
): void {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  database.pragma('synchronous = OFF');
  const insert = database.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')})`);
  database.transaction(() => {
    for (const item of items) insert.run(values(item));
  })();
  database.close();
}
