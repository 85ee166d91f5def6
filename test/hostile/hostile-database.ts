import Database from 'better-sqlite3';
import { buildDatabase } from '../helpers/store.ts';
import { type HostileValue, hostileSource } from './hostile-values.ts';

/** Number of rows made in each table. */
export const rowCounts = { users: 750, calls: 2750, products: 1000, audit: 500 } as const;

/** Content of the text columns: values that other programs may have put there, or harmless words for comparison. */
export type Kind = 'hostile' | 'harmless';

/** From this user on, names may be no text at all: such a user can be seen but not named. */
const firstNameless = 650;

type Bind = (value: HostileValue) => readonly [sql: string, value: unknown];

// Bytes go in as a blob that is cast to text, which SQLite takes without looking at them.
const bind: Bind = (value) => {
  if (typeof value !== 'object') return ['?', value];
  return 'text' in value ? ['CAST(? AS TEXT)', value.text] : ['?', value.blob];
};

/** Makes a database of 5,000 rows whose text columns all hold what the kind says; numbers and times are the same for both. */
export function buildHostileDatabase(kind: Kind, seed: number): string {
  const path = buildDatabase({});
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  const source = hostileSource(seed);
  let words = 0;
  const harmless = () => {
    words += 1;
    return `word-${words}`;
  };
  const insert = (
    table: string,
    plain: Readonly<Record<string, unknown>>,
    texts: Readonly<Record<string, HostileValue>>,
  ) => {
    const bound = Object.values(texts).map(bind);
    const names = [...Object.keys(plain), ...Object.keys(texts)].join(', ');
    const places = [...Object.keys(plain).map(() => '?'), ...bound.map(([sql]) => sql)].join(', ');
    const statement = prepared(database, `INSERT INTO ${table} (${names}) VALUES (${places})`);
    statement.run(...Object.values(plain), ...bound.map(([, value]) => value));
  };
  const value = kind === 'hostile' ? source.next : harmless;
  const unique = kind === 'hostile' ? source.unique : harmless;
  const some = (row: number) => (kind === 'hostile' && row === 7 ? source.huge() : value());
  const own = (row: number) => (kind === 'hostile' && row === 7 ? `${source.huge()}${row}` : unique());
  const named = () => (kind === 'hostile' ? source.name() : harmless());
  database.transaction(() => {
    for (let row = 1; row <= rowCounts.users; row += 1) insertUser(insert, row, row < firstNameless ? named : own);
    for (let row = 1; row <= rowCounts.calls; row += 1) insertCall(insert, row, some);
    for (let row = 1; row <= rowCounts.products; row += 1) insertProduct(insert, row, { some, own });
    for (let row = 1; row <= rowCounts.audit; row += 1) {
      const texts = { actor: some(row), action: some(row), target: some(row), detail: some(row) };
      insert('admin_audit_log', { date_time: time(row) }, texts);
    }
  })();
  database.close();
  return path;
}

type Insert = (
  table: string,
  plain: Readonly<Record<string, unknown>>,
  texts: Readonly<Record<string, HostileValue>>,
) => void;

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>();

function prepared(database: Database.Database, sql: string): Database.Statement {
  const known = statements.get(database) ?? new Map<string, Database.Statement>();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
}

// Within the 24 hours before the moment of the tests, a few seconds between them.
function time(row: number): string {
  return new Date(Date.UTC(2026, 10, 20, 11, 59) - row * 15_000).toISOString().slice(0, 19).replace('T', ' ');
}

function insertUser(insert: Insert, row: number, own: (row: number) => HostileValue): void {
  const plain = {
    api_key: `hash ${row}`,
    created_at: time(row),
    updated_at: time(row),
    is_active: row % 3 === 0 ? 0 : 1,
  };
  insert('"user"', plain, { username: own(row) });
}

function insertCall(insert: Insert, row: number, some: (row: number) => HostileValue): void {
  const status = row % 2 === 0 ? 200 : row % 4 === 1 ? 422 : 500;
  const plain = {
    user_id: 1 + (row % rowCounts.users),
    date_time: time(row),
    response_status_code: status,
    response_time_ms: row % 300,
  };
  const texts = {
    api_route: some(row),
    request_payload: some(row),
    response_payload: some(row),
    error_message: some(row),
  };
  insert('user_api_call_log', plain, texts);
}

function insertProduct(
  insert: Insert,
  row: number,
  { some, own }: Readonly<Record<'some' | 'own', (row: number) => HostileValue>>,
): void {
  const columns = [
    ...['thread_id', 'run_id', 'item_main_category', 'item_sub_category', 'color', 'brand', 'vendor'],
    ...['target_demographic', 'utility_type', 'durability', 'usage_type', 'classification_status', 'raw_description'],
  ];
  const texts = Object.fromEntries(columns.map((column) => [column, some(row)]));
  const plain = { value_price: row / 7, classified_at: time(row) };
  insert('product_attributes', plain, { ...texts, product_id: own(row), product_hash: own(row) });
}
