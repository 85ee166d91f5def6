import { isUtf8 } from 'node:buffer';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { ALL_IDS, BrokenText, type IdRange, type RawRow } from '../../copy/rows.ts';
import { CHUNK_BYTES, CHUNK_ROWS, type CopySource } from '../../copy/source.ts';
import { NO_SUMS } from '../../copy/sums.ts';
import { type CopyTable, forEachTable, tableNamed } from '../../copy/tables.ts';
import type { Connection } from '../file/connection.ts';
import { DatabaseFile } from '../file/database.ts';
import { type ReadSql, readSqlOf } from './copy-sql.ts';
import { sumRows } from './copy-sums.ts';

const BUSY_TIMEOUT_MS = 5_000;
const REPLACEMENT = '\ufffd';
const MOST_DAYS = 20_000;

/** Tells whether the id is the key that SQLite numbers rows by, which holds whole numbers alone. */
export const IS_ROW_NUMBER = `
  SELECT 1 FROM pragma_table_info(@table) WHERE name = 'id' AND pk = 1 AND upper(type) = 'INTEGER'
    AND (SELECT sum(pk) FROM pragma_table_info(@table)) = 1`;

/** Finds a table or a view by its name. */
export const HAS_RELATION = `SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?`;

/** Finds an index of the log that begins with the time. */
export const HAS_TIME_INDEX = `
  SELECT 1 FROM pragma_index_list('user_api_call_log') l JOIN pragma_index_info(l.name) i
  WHERE l.partial = 0 AND i.seqno = 0 AND i.name = 'date_time'`;

/** The days of all calls, each found by the index of times. */
export const DAYS_BY_INDEX = `
  WITH RECURSIVE days(day) AS (
    SELECT (SELECT substr(min(date_time), 1, 10) FROM user_api_call_log WHERE date_time >= '')
    UNION ALL
    SELECT (SELECT substr(min(date_time), 1, 10) FROM user_api_call_log WHERE date_time > day || '~')
    FROM days WHERE day IS NOT NULL)
  SELECT day FROM days WHERE day IS NOT NULL LIMIT ${MOST_DAYS}`;

/** The days of the calls of a range of ids. */
export const DAYS_OF_RANGE = `
  SELECT DISTINCT substr(date_time, 1, 10) AS day FROM user_api_call_log
  WHERE id >= @from AND id <= @to ORDER BY day LIMIT ${MOST_DAYS}`;

/** Opens a file to be copied; nothing is written to it. */
export function openFileSource(path: string, name: string): CopySource {
  const file = new DatabaseFile(path, { busyTimeoutMs: BUSY_TIMEOUT_MS, keepWriter: false });
  /** Asks about a table; files of the original program lack that of the audit. */
  const ask = <Answer>(table: CopyTable, none: Answer, work: Work<Answer>): Answer =>
    file.read((connection) => {
      if (connection.prepare(HAS_RELATION).get(table.name) === undefined) return none;
      return work(connection, readSqlOf(connection, table));
    });
  return {
    name,
    countRows: async () => forEachTable((table) => ask(tableNamed(table), 0, countRows)),
    lastId: async (table) => ask(table, undefined, lastId),
    callDays: async (range) => file.read((connection) => callDays(connection, range)),
    readRows: async (table, range) =>
      ask(table, [], (connection, sql) => readRows(connection, sql, { table, ...range })),
    readRowsWithoutId: async (table) =>
      ask(table, [], (connection, { rowsWithoutId }) => {
        if (connection.prepare(IS_ROW_NUMBER).get({ table: table.name }) !== undefined) return [];
        return connection.prepareExact(rowsWithoutId).raw().all() as readonly RawRow[];
      }),
    sumRows: async (table, range, without) =>
      ask(table, NO_SUMS, (connection, sql) =>
        sumRows((text) => connection.prepareExact(text), sql, { ...range, without }),
      ),
    close: async () => file.close(),
  };
}

type Work<Answer> = (connection: Connection, sql: ReadSql) => Answer;

function countRows(connection: Connection, { count }: ReadSql): number {
  return Number(connection.prepareExact(count).pluck().get());
}

function lastId(connection: Connection, sql: ReadSql): bigint | undefined {
  const id = connection.prepareExact(sql.lastId).pluck().get();
  return typeof id === 'bigint' ? id : undefined;
}

function callDays(connection: Connection, range: IdRange): readonly Date[] {
  const isByIndex = range.from === ALL_IDS.from && connection.prepare(HAS_TIME_INDEX).get() !== undefined;
  const days = isByIndex
    ? connection.prepare(DAYS_BY_INDEX).pluck().all()
    : connection.prepare(DAYS_OF_RANGE).pluck().all(range);
  return days.map(fromTimestamp).filter((day) => day !== null);
}

function readRows(
  connection: Connection,
  sql: ReadSql,
  { table, ...range }: IdRange & { readonly table: CopyTable },
): readonly RawRow[] {
  const rows: RawRow[] = [];
  let bytes = 0;
  for (const row of connection.prepareExact(sql.rows).raw().iterate(range) as IterableIterator<RawRow>) {
    const isFull = rows.length >= CHUNK_ROWS || bytes >= CHUNK_BYTES;
    if (isFull && row[0] !== rows.at(-1)?.[0]) break;
    rows.push(row);
    for (const value of row) if (typeof value === 'string' || value instanceof Uint8Array) bytes += value.length;
  }
  // The cursor is closed before another statement is asked.
  return rows.map((row) => (row.some(mayBeBroken) ? withBrokenTexts(connection, sql, { table, row }) : row));
}

function mayBeBroken(value: unknown): boolean {
  return typeof value === 'string' && value.includes(REPLACEMENT);
}

/** A row with the bytes of those texts that are none: the driver puts U+FFFD in their place. */
function withBrokenTexts(
  connection: Connection,
  { texts }: ReadSql,
  { table, row }: { readonly table: CopyTable; readonly row: RawRow },
): RawRow {
  if (texts === undefined) return row;
  const stored = connection.prepareExact(texts).raw().get(row[0]) as readonly unknown[];
  return row.map((value, index) => {
    const bytes = stored[table.columns.slice(0, index).filter(({ kind }) => kind === 'text').length];
    return mayBeBroken(value) && bytes instanceof Uint8Array && !isUtf8(bytes) ? new BrokenText(bytes) : value;
  });
}
