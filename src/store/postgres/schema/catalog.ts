import type { Asker } from '../server/server.ts';
import { schemaObjects } from './objects.ts';
import { listPartitions, type Partition } from './partition-list.ts';

/** An index of the log. */
export interface LogIndex {
  readonly name: string;
  /** Statement that would make it, as the server prints it. */
  readonly definition: string;
  /** False if it was left half built. */
  readonly isValid: boolean;
}

/** Everything of a database that init looks at. */
export interface Catalog {
  /** Version of the server as a number: 150018 is 15.18. */
  readonly version: number;
  /** Tables of ours that are there, with their kinds as pg_class has them: `r` plain, `p` partitioned, `v` a view. */
  readonly tables: ReadonlyMap<string, string>;
  /** Types of their columns, by `table.column`. */
  readonly columns: ReadonlyMap<string, string>;
  readonly indexes: readonly LogIndex[];
  /** Names of the triggers that work on every row of their tables. */
  readonly triggers: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly partitions: readonly Partition[];
  /** Last step of the migrations that was applied; 0 if none was. */
  readonly step: number;
  /** True after the database was restored from a dump: the transactions that its log names are of another cluster. */
  readonly isRestored: boolean;
  readonly estimatedCalls: number;
}

/** Finds relations by their names. */
export const FIND_TABLES = `
  SELECT relname::text AS name, relkind::text AS kind FROM pg_class
  WHERE pg_table_is_visible(oid) AND relname = ANY($1::text[])`;

/** The columns of relations. */
export const FIND_COLUMNS = `
  SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE pg_table_is_visible(c.oid) AND c.relname = ANY($1::text[])`;

/** The indexes of the log. */
export const FIND_INDEXES = `
  SELECT c.relname::text AS name, pg_get_indexdef(c.oid) AS definition, i.indisvalid AS "isValid"
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = to_regclass('user_api_call_log')`;

/** Finds triggers of tables, without those that are switched off for some rows. */
export const FIND_TRIGGERS = `
  SELECT t.tgname::text AS name FROM pg_trigger t
  WHERE NOT t.tgisinternal AND t.tgname = ANY($1::text[])
    AND t.tgrelid IN (to_regclass('"user"'), to_regclass('admin_audit_log'), to_regclass('user_api_call_log'))
    AND t.tgenabled = CASE WHEN t.tgrelid = to_regclass('user_api_call_log') THEN 'A' ELSE 'O' END
    AND NOT EXISTS (SELECT FROM pg_partition_tree(t.tgrelid) p
      LEFT JOIN pg_trigger c ON c.tgrelid = p.relid AND c.tgname = t.tgname WHERE c.tgenabled IS DISTINCT FROM t.tgenabled)`;

/** Finds functions by their names. */
export const FIND_FUNCTIONS = `
  SELECT proname::text AS name FROM pg_proc WHERE pg_function_is_visible(oid) AND proname = ANY($1::text[])`;

/** About how many calls the tables `c` hold that have calls of their own: what was never counted is guessed by its size. */
export const ABOUT_CALLS = `
  coalesce(sum(CASE WHEN c.reltuples < 0 THEN pg_relation_size(c.oid) / 200 ELSE c.reltuples END), 0)::float8`;

/** The tables `c` that the calls lie in: a plain log, or its partitions, whose calls a divided log counts once more as its own. */
export const TABLES_OF_CALLS = `
  pg_class c
  WHERE c.oid = to_regclass('user_api_call_log') AND c.relkind = 'r'
    OR c.oid IN (SELECT relid FROM pg_partition_tree(to_regclass('user_api_call_log')) WHERE isleaf)`;

/** The version of the server, and about how many calls the log holds. */
export const MEASURE = `
  SELECT current_setting('server_version_num')::integer AS version, ${ABOUT_CALLS} AS calls FROM ${TABLES_OF_CALLS}`;

/** The last step of the migrations. */
export const LAST_STEP = `SELECT coalesce(max(step), 0)::integer AS step FROM presents_schema`;

/** Tells whether the rows of the log came from another cluster. */
export const IS_RESTORED = `
  SELECT EXISTS (SELECT FROM presents_cluster
    WHERE system_identifier <> (SELECT system_identifier::text FROM pg_control_system())) AS restored`;

/** Reads everything that init looks at. */
export async function readCatalog(ask: Asker): Promise<Catalog> {
  const objects = schemaObjects();
  const named = (kind: string) => objects.filter((object) => object.kind === kind).map(({ name }) => name);
  const tableNames = named('table');
  const [tables, columns, indexes, triggers, functions, [measured], partitions] = await Promise.all([
    ask.rows<{ readonly name: string; readonly kind: string }>(FIND_TABLES, [tableNames]),
    ask.rows<{ readonly name: string; readonly type: string }>(FIND_COLUMNS, [tableNames]),
    ask.rows<LogIndex>(FIND_INDEXES),
    ask.rows<Named>(FIND_TRIGGERS, [named('trigger')]),
    ask.rows<Named>(FIND_FUNCTIONS, [named('function')]),
    ask.rows<{ readonly version: number; readonly calls: number }>(MEASURE),
    listPartitions(ask),
  ]);
  const kinds = new Map(tables.map(({ name, kind }) => [name, kind]));
  return {
    version: measured?.version ?? 0,
    tables: kinds,
    columns: new Map(columns.map(({ name, type }) => [name, type])),
    indexes,
    triggers: new Set(triggers.map(({ name }) => name)),
    functions: new Set(functions.map(({ name }) => name)),
    partitions,
    estimatedCalls: Math.round(measured?.calls ?? 0),
    ...(await readOwnTables(ask, kinds)),
  };
}

interface Named {
  readonly name: string;
}

async function readOwnTables(ask: Asker, tables: Catalog['tables']): Promise<Pick<Catalog, 'step' | 'isRestored'>> {
  const [steps, restored] = await Promise.all([
    tables.has('presents_schema') ? ask.rows<{ readonly step: number }>(LAST_STEP) : [],
    tables.has('presents_cluster') ? ask.rows<{ readonly restored: boolean }>(IS_RESTORED) : [],
  ]);
  return { step: steps[0]?.step ?? 0, isRestored: restored[0]?.restored ?? false };
}
