import { type BookmarkColumns, type Bookmarks, bookmarksOf } from '../../copy/target.ts';
import type { Connection } from '../file/connection.ts';

// A copy keeps these tables in its target; no other database has them.

/** Makes the tables of bookmarks and of rejected rows. */
export const BOOKMARKS = `
  CREATE TABLE IF NOT EXISTS presents_copy (
    source TEXT NOT NULL, table_name TEXT NOT NULL, last_id INTEGER, verified_id INTEGER,
    replaced_texts INTEGER NOT NULL, added_bytes INTEGER NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (source, table_name));
  CREATE TABLE IF NOT EXISTS presents_copy_rejected (
    source TEXT NOT NULL, table_name TEXT NOT NULL, id INTEGER, "row" TEXT NOT NULL, reason TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS idx_presents_copy_rejected ON presents_copy_rejected (source, table_name, id)`;

/** Removes them. */
export const DROP_BOOKMARKS = 'DROP TABLE presents_copy; DROP TABLE presents_copy_rejected';

/** Adds the bookmark of a table, if there is none. */
export const ADD_BOOKMARK = `
  INSERT OR IGNORE INTO presents_copy (source, table_name, replaced_texts, added_bytes, version) VALUES (?, ?, 0, 0, 0)`;

/** Moves a bookmark, unless another copy has moved it. */
export const MOVE_BOOKMARK = `
  UPDATE presents_copy SET last_id = ?, verified_id = ?, replaced_texts = ?, added_bytes = ?, version = version + 1
  WHERE source = ? AND table_name = ? AND version = ?`;

/** The bookmarks of a source. */
export const LIST_BOOKMARKS = `
  SELECT table_name, last_id, verified_id, replaced_texts, added_bytes, version FROM presents_copy WHERE source = ?`;

/** The sources of other copies. */
export const LIST_SOURCES = `SELECT DISTINCT source FROM presents_copy WHERE source <> ?`;

/** Keeps a row that does not fit. */
export const REJECT = `INSERT INTO presents_copy_rejected (source, table_name, id, "row", reason) VALUES (?, ?, ?, ?, ?)`;

/** Forgets the rejected rows of a table. */
export const FORGET = `DELETE FROM presents_copy_rejected WHERE source = ? AND table_name = ?`;

/** Counts the rejected rows by what is wrong with them. */
export const COUNT_REJECTED = `
  SELECT table_name AS "table", reason, count(*) AS rows FROM presents_copy_rejected WHERE source = ?
  GROUP BY table_name, reason ORDER BY table_name, rows DESC, reason`;

/** The ids of rejected rows in a range. */
export const REJECTED_IDS = `
  SELECT DISTINCT id FROM presents_copy_rejected WHERE source = ? AND table_name = ? AND id >= ? AND id <= ?`;

/** Deletes what init has noted behind an id. */
export const FORGET_INIT = `DELETE FROM admin_audit_log WHERE action = 'init' AND (@lastId IS NULL OR id > @lastId)`;

/** Reads the bookmarks of a source; undefined if there are none. */
export function readBookmarks(connection: Connection, source: string): Bookmarks | undefined {
  const rows = connection.prepareExact(LIST_BOOKMARKS).raw().all(source);
  return bookmarksOf(rows as readonly (readonly [string, ...BookmarkColumns])[]);
}
