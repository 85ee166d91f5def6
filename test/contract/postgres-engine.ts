import pg from 'pg';
import type { ServerLocation } from '../../src/model/location.ts';
import { copyRows } from '../helpers/postgres/copy-rows.ts';
import { lastRows, PLAIN_TIMES, withClient } from '../helpers/postgres/server-place.ts';
import { createDatabase } from '../helpers/postgres.ts';
import { openTestStore } from '../helpers/store.ts';
import { CALL_COLUMNS, callValues, USER_COLUMNS, userValues } from './row-values.ts';
import { type TestDatabase, type TestEngine, testEngine } from './test-database.ts';

/** PostgreSQL's databases. */
export const postgresEngine: TestEngine = testEngine({
  name: 'PostgreSQL',
  tellsChangesLate: true,
  isUntyped: false,
  odd: { texts: [], status: 404 },
  timeForms: ['canonical times'],
  unreadableTime: 'infinity',
  build: async (rows = {}) => {
    const database = databaseAt(await createDatabase());
    await database.insert(rows);
    return database;
  },
  reference: async () => databaseAt(await createDatabase('reference')),
});

function databaseAt(location: ServerLocation): TestDatabase {
  const [server] = location.servers;
  if (!server) throw new Error('The location has no server.');
  const connected = <Result>(work: (client: pg.Client) => Promise<Result>) =>
    withClient(server, { database: location.database, options: PLAIN_TIMES, types }, work);
  const run = async (sql: string) => void (await connected((client) => lastRows(client, sql)));
  return {
    location,
    open: (options) => openTestStore(location, options),
    insert: ({ users = [], calls = [] }) =>
      connected(async (client) => {
        await copyItems(client, '"user"', USER_COLUMNS, Array.from(users, userValues));
        await copyItems(client, 'user_api_call_log', CALL_COLUMNS, Array.from(calls, callValues));
      }),
    refuseInserts: (table, message) =>
      run(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${message}'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`),
    run,
    query: (sql) => connected((client) => lastRows(client, sql)),
  };
}

/** Copies rows whose first column is the id, which all of them have or none. */
async function copyItems(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const from = rows[0]?.[0] === null ? 1 : 0;
  await copyRows(client, table, columns.slice(from), from === 0 ? rows : rows.map((row) => row.slice(from)));
}

const { BOOL, INT8, NUMERIC, TIMESTAMPTZ } = pg.types.builtins;

/** Values as SQLite has them. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [BOOL]: (text) => (text === 't' ? 1 : 0),
  [INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  [NUMERIC]: Number,
  [TIMESTAMPTZ]: (text) => text.replace(/\+00$/, ''),
};

const types: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => PARSERS[type] ?? pg.types.getTypeParser(type, format as 'text'),
};
