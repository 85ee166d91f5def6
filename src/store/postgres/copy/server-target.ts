import type { ServerLocation } from '../../../model/location.ts';
import type { IdRange, RejectedRow, Row } from '../../copy/rows.ts';
import { COPY_TABLES, type CopyTable, forEachTable, type TableName, tableNamed } from '../../copy/tables.ts';
import {
  anotherCopy,
  type BookmarkColumns,
  type Bookmarks,
  bookmarksOf,
  type CopyPiece,
  type CopyTarget,
  FIRST_BOOKMARK,
  type RejectedCount,
  type TargetState,
} from '../../copy/target.ts';
import type { InitSettings } from '../../init.ts';
import { initDatabase } from '../schema/init.ts';
import { readDatabaseState } from '../schema/state.ts';
import { type Asker, Server } from '../server/server.ts';
import { quoted } from './copy-sql.ts';
import { sumRows } from './copy-sums.ts';
import { copyText, kindsOf } from './copy-text.ts';
import { makePartitions } from './make-partitions.ts';
import { misfitOf } from './misfit.ts';
import {
  ADD_BOOKMARK,
  COPY_REJECTED,
  COUNT_REJECTED,
  FORGET,
  FORGET_INIT,
  LIST_BOOKMARKS,
  LIST_SOURCES,
  MAKE_BOOKMARKS,
  MOVE_BOOKMARK,
  RAISE_SEQUENCE,
  REJECTED_IDS,
} from './server-bookmarks.ts';
import { COPY_TIMEOUT_MS, hasRelation } from './server-source.ts';

/** Opens a server's database to be copied into; what is missing is made at the beginning of the copy. */
export function openServerTarget(location: ServerLocation, name: string, settings: InitSettings): CopyTarget {
  return new ServerTarget(location, name, settings);
}

class ServerTarget implements CopyTarget {
  readonly name: string;
  readonly takesNul = false;
  readonly #location: ServerLocation;
  readonly #settings: InitSettings;
  readonly #server: Server;
  #source = '';

  constructor(location: ServerLocation, name: string, settings: InitSettings) {
    this.name = name;
    this.#location = location;
    this.#settings = settings;
    this.#server = new Server(location, { timeoutMs: COPY_TIMEOUT_MS });
  }

  async look(source: string): Promise<TargetState> {
    if ((await readDatabaseState(this.#location)) === 'missing') {
      return { otherRows: forEachTable(() => 0), bookmarks: undefined, otherSources: [] };
    }
    const isCopy = await hasRelation(this.#server, 'presents_copy');
    const bookmarks = isCopy ? await this.#bookmarksOf(source) : undefined;
    const counts = new Map<TableName, number>();
    for (const { name } of COPY_TABLES)
      counts.set(name, await this.#countOthers(name, bookmarks?.[name].lastId ?? null));
    const otherSources = isCopy
      ? await this.#server.read((ask) => ask.tuples<readonly [string]>(LIST_SOURCES, [source]))
      : [];
    return {
      otherRows: forEachTable((table) => counts.get(table) ?? 0),
      bookmarks,
      otherSources: otherSources.map(([other]) => other),
    };
  }

  async begin(source: string, findDays: () => Promise<readonly Date[]>): Promise<Bookmarks> {
    await initDatabase(this.#location, this.#settings);
    await makePartitions(this.#server, await findDays());
    this.#source = source;
    await this.#server.write(async (ask) => {
      await ask.run(MAKE_BOOKMARKS);
      await Promise.all(COPY_TABLES.map(({ name }) => ask.run(ADD_BOOKMARK, [source, name])));
    });
    const bookmarks = (await this.#bookmarksOf(source)) ?? forEachTable(() => FIRST_BOOKMARK);
    // The audit log begins as that of the source.
    await this.#server.write((ask) => ask.run(FORGET_INIT, [bookmarks.admin_audit_log.lastId]));
    return bookmarks;
  }

  async write({ table, rows, rejected, before, after, forgets, replaces }: CopyPiece): Promise<void> {
    const { lastId, verifiedId, replacedTexts, addedBytes } = after;
    const of = [this.#source, table.name];
    const work = async (ask: Asker) => {
      const moved = await ask.run(MOVE_BOOKMARK, [
        ...[lastId, verifiedId, replacedTexts, addedBytes],
        ...[...of, before.version],
      ]);
      if (moved !== 1) throw anotherCopy(this.name);
      if (forgets !== undefined) await ask.run(forgets === 'all' ? FORGET : `${FORGET} AND id IS NULL`, of);
      if (replaces !== undefined) {
        const sql = `DELETE FROM ${quoted(table)} WHERE id >= $1::int8 AND id <= $2::int8`;
        await ask.run(sql, [replaces.from, replaces.to]);
      }
      if (rows.length > 0) {
        await this.#makeRoom(ask, table, rows);
        const names = table.columns.map((column) => column.name).join(', ');
        await ask.copyIn(`COPY ${quoted(table)} (${names}) FROM STDIN`, copyText(kindsOf(table), rows));
        await ask.run(RAISE_SEQUENCE, [quoted(table), rows.at(-1)?.[0]]);
      }
      if (rejected.length > 0)
        await ask.copyIn(
          COPY_REJECTED,
          copyText(
            [],
            rejected.map((row) => rejectedRow(of, row)),
          ),
        );
    };
    // Rows and bookmark are lost together; the bookmark that says they are verified is not written before they are on the disk.
    await this.#server.write(work, { isDurable: rows.length === 0 });
  }

  /** Deletes the rows that some others take the place of. */
  async #makeRoom(ask: Asker, table: CopyTable, rows: readonly Row[]): Promise<void> {
    if (table.uniqueColumns.length === 0) return;
    const columns = ['id', ...table.uniqueColumns];
    const conditions = columns.map(
      (column, index) => `${column} = ANY($${index + 1}::${column === 'id' ? 'int8' : 'text'}[])`,
    );
    const values = columns.map((name) => {
      const index = table.columns.findIndex((column) => column.name === name);
      return rows.map((row) => row[index]);
    });
    await ask.run(`DELETE FROM ${quoted(table)} WHERE ${conditions.join(' OR ')}`, values);
  }

  misfitOf(error: unknown): string | undefined {
    return misfitOf(error);
  }

  async knownIds(table: CopyTable, { from, to }: IdRange): Promise<ReadonlySet<bigint>> {
    const copied = await this.#server.read((ask) =>
      ask.tuples<readonly [number | bigint]>(
        `SELECT id FROM ${quoted(table)} WHERE id >= $1::int8 AND id <= $2::int8`,
        [from, to],
      ),
    );
    return new Set([...copied.map(([id]) => BigInt(id)), ...(await this.rejectedIds(table, { from, to }))]);
  }

  async rejectedIds(table: CopyTable, { from, to }: IdRange): Promise<readonly bigint[]> {
    const rows = await this.#server.read((ask) =>
      ask.tuples<readonly [number | bigint]>(REJECTED_IDS, [this.#source, table.name, from, to]),
    );
    return rows.map(([id]) => BigInt(id));
  }

  async endOfRows(table: CopyTable, { from, to }: IdRange, rows: number): Promise<bigint> {
    const sql = `SELECT id FROM ${quoted(table)} WHERE id >= $1::int8 AND id <= $2::int8 ORDER BY id OFFSET $3 LIMIT 1`;
    const [row] = await this.#server.read((ask) => ask.tuples<readonly [number | bigint]>(sql, [from, to, rows - 1]));
    return row === undefined ? to : BigInt(row[0]);
  }

  sumRows(table: CopyTable, range: IdRange, without: readonly bigint[]) {
    return sumRows(this.#server, table, { ...range, without });
  }

  countRejected(): Promise<readonly RejectedCount[]> {
    return this.#server.read((ask) => ask.rows<RejectedCount>(COUNT_REJECTED, [this.#source]));
  }

  async finish(): Promise<void> {
    await this.#server.write((ask) => ask.run(`ANALYZE ${COPY_TABLES.map(quoted).join(', ')}`));
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #countOthers(table: TableName, lastId: bigint | null): Promise<number> {
    if (!(await hasRelation(this.#server, table))) return 0;
    const isOther = table === 'admin_audit_log' ? ` AND action <> 'init'` : '';
    const sql = `SELECT count(*) FROM ${quoted(tableNamed(table))} WHERE ($1::int8 IS NULL OR id > $1::int8)${isOther}`;
    const [row] = await this.#server.read((ask) => ask.tuples<readonly [number]>(sql, [lastId]));
    return row?.[0] ?? 0;
  }

  async #bookmarksOf(source: string): Promise<Bookmarks | undefined> {
    const rows = await this.#server.read((ask) =>
      ask.tuples<readonly [table: string, ...columns: BookmarkColumns]>(LIST_BOOKMARKS, [source]),
    );
    return bookmarksOf(rows);
  }
}

function rejectedRow(of: readonly string[], { id, row, reason }: RejectedRow): Row {
  return [...of, id, row, reason];
}
