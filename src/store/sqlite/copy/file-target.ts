import type { IdRange } from '../../copy/rows.ts';
import { COPY_TABLES, type CopyTable, forEachTable, type TableName, tableNamed } from '../../copy/tables.ts';
import {
  anotherCopy,
  type Bookmarks,
  type CopyPiece,
  type CopyTarget,
  FIRST_BOOKMARK,
  type RejectedCount,
  type TargetState,
} from '../../copy/target.ts';
import type { InitSettings } from '../../init.ts';
import { Connection } from '../file/connection.ts';
import { DatabaseFile } from '../file/database.ts';
import { initDatabase, readDatabaseState } from '../file/init.ts';
import { explainSqliteError, ruleOf } from '../file/sqlite-errors.ts';
import { quoted, readSqlOf, rowsOfOthers } from './copy-sql.ts';
import { sumRows } from './copy-sums.ts';
import {
  ADD_BOOKMARK,
  BOOKMARKS,
  COUNT_REJECTED,
  DROP_BOOKMARKS,
  FORGET,
  FORGET_INIT,
  LIST_SOURCES,
  MOVE_BOOKMARK,
  REJECT,
  REJECTED_IDS,
  readBookmarks,
} from './file-bookmarks.ts';
import { HAS_RELATION } from './file-source.ts';

/** Opens a file to be copied into; what is missing is made at the beginning of the copy. */
export function openFileTarget(path: string, name: string, settings: InitSettings): CopyTarget {
  return new FileTarget(path, name, settings);
}

class FileTarget implements CopyTarget {
  readonly name: string;
  readonly takesNul = true;
  readonly #path: string;
  readonly #settings: InitSettings;
  readonly #file: DatabaseFile;
  #writer: Connection | undefined;
  #source = '';

  constructor(path: string, name: string, settings: InitSettings) {
    this.name = name;
    this.#path = path;
    this.#settings = settings;
    this.#file = new DatabaseFile(path, { busyTimeoutMs: settings.busyTimeoutMs, keepWriter: false, mayRecover: true });
  }

  async look(source: string): Promise<TargetState> {
    if (readDatabaseState(this.#path) === 'missing') {
      return { otherRows: forEachTable(() => 0), bookmarks: undefined, otherSources: [] };
    }
    return this.#file.read((connection) => {
      const has = (table: string) => connection.prepare(HAS_RELATION).get(table) !== undefined;
      const isCopy = has('presents_copy');
      const bookmarks = isCopy ? readBookmarks(connection, source) : undefined;
      const otherRows = forEachTable((table) =>
        has(table) ? countOthers(connection, table, bookmarks?.[table].lastId ?? null) : 0,
      );
      const otherSources = isCopy ? (connection.prepare(LIST_SOURCES).pluck().all(source) as readonly string[]) : [];
      return { otherRows, bookmarks, otherSources };
    });
  }

  async begin(source: string): Promise<Bookmarks> {
    initDatabase(this.#path, this.#settings);
    this.#source = source;
    return this.#write((connection) => {
      connection.database.exec(BOOKMARKS);
      for (const { name } of COPY_TABLES) connection.prepare(ADD_BOOKMARK).run(source, name);
      const bookmarks = readBookmarks(connection, source) ?? forEachTable(() => FIRST_BOOKMARK);
      // The audit log begins as that of the source.
      connection.prepare(FORGET_INIT).run({ lastId: bookmarks.admin_audit_log.lastId });
      return bookmarks;
    });
  }

  async write({ table, rows, rejected, before, after, forgets, replaces }: CopyPiece): Promise<void> {
    this.#write((connection) => {
      const of = [this.#source, table.name] as const;
      if (forgets === 'all') connection.prepare(FORGET).run(...of);
      if (forgets === 'without id') connection.prepare(`${FORGET} AND id IS NULL`).run(...of);
      if (replaces !== undefined) connection.prepareExact(deleteSql(table)).run(replaces);
      const insert = connection.prepare(insertSql(table));
      for (const row of rows) insert.run(row);
      for (const { id, row, reason } of rejected) connection.prepare(REJECT).run(...of, id, row, reason);
      const { lastId, verifiedId, replacedTexts, addedBytes } = after;
      const { changes } = connection
        .prepare(MOVE_BOOKMARK)
        .run(lastId, verifiedId, replacedTexts, addedBytes, ...of, before.version);
      if (changes !== 1) throw anotherCopy(this.name);
    });
  }

  misfitOf(error: unknown): string | undefined {
    return ruleOf(error instanceof Error ? error.cause : undefined);
  }

  async knownIds(table: CopyTable, range: IdRange): Promise<ReadonlySet<bigint>> {
    const copied = this.#read((connection) =>
      connection
        .prepareExact(`SELECT id FROM ${quoted(table)} WHERE id >= @from AND id <= @to`)
        .pluck()
        .all(range),
    );
    return new Set([...(copied as readonly bigint[]), ...(await this.rejectedIds(table, range))]);
  }

  async rejectedIds(table: CopyTable, { from, to }: IdRange): Promise<readonly bigint[]> {
    return this.#read(
      (connection) =>
        connection.prepareExact(REJECTED_IDS).pluck().all(this.#source, table.name, from, to) as readonly bigint[],
    );
  }

  async endOfRows(table: CopyTable, range: IdRange, rows: number): Promise<bigint> {
    const sql = `SELECT id FROM ${quoted(table)} WHERE id >= @from AND id <= @to ORDER BY id LIMIT 1 OFFSET @rows`;
    const end = this.#read((connection) =>
      connection
        .prepareExact(sql)
        .pluck()
        .get({ ...range, rows: rows - 1 }),
    );
    return typeof end === 'bigint' ? end : range.to;
  }

  async sumRows(table: CopyTable, range: IdRange, without: readonly bigint[]) {
    return this.#read((connection) =>
      sumRows((sql) => connection.prepareExact(sql), readSqlOf(connection, table), { ...range, without }),
    );
  }

  async countRejected(): Promise<readonly RejectedCount[]> {
    return this.#read((connection) => connection.prepare(COUNT_REJECTED).all(this.#source) as readonly RejectedCount[]);
  }

  async finish(isClean: boolean): Promise<void> {
    if (isClean) this.#write(({ database }) => database.exec(DROP_BOOKMARKS));
    this.#open().database.pragma('wal_checkpoint(TRUNCATE)');
  }

  async close(): Promise<void> {
    this.#file.close();
    this.#writer?.database.close();
    this.#writer = undefined;
  }

  #read<Answer>(work: (connection: Connection) => Answer): Answer {
    return this.#file.read(work);
  }

  /** Writes in one transaction; a crash of the machine may lose the last ones, bookmarks and rows alike. */
  #write<Answer>(work: (connection: Connection) => Answer): Answer {
    try {
      return this.#open().transact(work, false);
    } catch (error) {
      throw explainSqliteError(error, this.#path);
    }
  }

  #open(): Connection {
    if (this.#writer !== undefined) return this.#writer;
    const writer = new Connection(this.#path, { readonly: false, busyTimeoutMs: this.#settings.busyTimeoutMs });
    // The original's logs hold calls of users that are gone.
    writer.database.pragma('foreign_keys = OFF');
    writer.database.pragma('cache_size = -262144');
    this.#writer = writer;
    return writer;
  }
}

function countOthers(connection: Connection, table: TableName, lastId: bigint | null): number {
  return Number(
    connection
      .prepareExact(rowsOfOthers(tableNamed(table)))
      .pluck()
      .get({ lastId }),
  );
}

function deleteSql(table: CopyTable): string {
  return `DELETE FROM ${quoted(table)} WHERE id >= @from AND id <= @to`;
}

function insertSql(table: CopyTable): string {
  const { columns, uniqueColumns } = table;
  const verb = uniqueColumns.length > 0 ? 'INSERT OR REPLACE' : 'INSERT';
  const names = columns.map(({ name }) => name).join(', ');
  return `${verb} INTO ${quoted(table)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
}
