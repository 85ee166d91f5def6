// A copy keeps these tables in its target; no other database has them.

/** Makes the tables of bookmarks and of rejected rows. */
export const MAKE_BOOKMARKS = `
  CREATE TABLE IF NOT EXISTS presents_copy (
    source text COLLATE "C" NOT NULL, table_name text COLLATE "C" NOT NULL, last_id bigint, verified_id bigint,
    replaced_texts bigint NOT NULL, added_bytes bigint NOT NULL, version bigint NOT NULL,
    PRIMARY KEY (source, table_name));
  CREATE TABLE IF NOT EXISTS presents_copy_rejected (
    source text COLLATE "C" NOT NULL, table_name text COLLATE "C" NOT NULL, id bigint, "row" text NOT NULL,
    reason text COLLATE "C" NOT NULL);
  CREATE INDEX IF NOT EXISTS idx_presents_copy_rejected ON presents_copy_rejected (source, table_name, id)`;

/** Adds the bookmark of a table, if there is none. */
export const ADD_BOOKMARK = `
  INSERT INTO presents_copy (source, table_name, replaced_texts, added_bytes, version) VALUES ($1, $2, 0, 0, 0)
  ON CONFLICT DO NOTHING`;

/** Moves a bookmark, unless another copy has moved it. */
export const MOVE_BOOKMARK = `
  UPDATE presents_copy SET last_id = $1, verified_id = $2, replaced_texts = $3, added_bytes = $4, version = version + 1
  WHERE source = $5 AND table_name = $6 AND version = $7`;

/** The bookmarks of a source. */
export const LIST_BOOKMARKS = `
  SELECT table_name, last_id, verified_id, replaced_texts, added_bytes, version FROM presents_copy WHERE source = $1`;

/** The sources of other copies. */
export const LIST_SOURCES = `SELECT DISTINCT source FROM presents_copy WHERE source <> $1`;

/** Forgets the rejected rows of a table. */
export const FORGET = `DELETE FROM presents_copy_rejected WHERE source = $1 AND table_name = $2`;

/** Counts the rejected rows by what is wrong with them. */
export const COUNT_REJECTED = `
  SELECT table_name AS "table", reason, count(*) AS rows FROM presents_copy_rejected WHERE source = $1
  GROUP BY table_name, reason ORDER BY table_name, rows DESC, reason`;

/** The ids of rejected rows in a range. */
export const REJECTED_IDS = `
  SELECT DISTINCT id FROM presents_copy_rejected WHERE source = $1 AND table_name = $2 AND id >= $3::int8 AND id <= $4::int8`;

/** Deletes what init has noted behind an id. */
export const FORGET_INIT = `DELETE FROM admin_audit_log WHERE action = 'init' AND ($1::int8 IS NULL OR id > $1::int8)`;

/** Lets new rows have ids behind one that was copied. */
export const RAISE_SEQUENCE = `
  SELECT setval(name::regclass, greatest($2::int8, coalesce(pg_sequence_last_value(name::regclass), 1)))
  FROM pg_get_serial_sequence($1, 'id') name WHERE name IS NOT NULL AND $2::int8 > 0`;

/** Keeps rows that do not fit. */
export const COPY_REJECTED = `COPY presents_copy_rejected (source, table_name, id, "row", reason) FROM STDIN`;
