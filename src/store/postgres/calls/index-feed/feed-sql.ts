/**
 * Held by each reading before it looks at anything: a statement that rewrites the table would otherwise hide all rows from a
 * snapshot that is older.
 */
export const LOCK_LOG = 'LOCK TABLE user_api_call_log IN ACCESS SHARE MODE';

/** Tells whether a log can be followed: by the transactions of its rows, which PostgreSQL itself wrote and finds by an index. */
export const CAN_BE_FOLLOWED = `
  SELECT a.attrelid::text AS table FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = to_regclass('user_api_call_log') AND a.attname = 'xid' AND format_type(a.atttypid, -1) = 'xid8'
    AND pg_get_expr(d.adbin, d.adrelid) = 'pg_current_xact_id()'
    AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisvalid AND i.indkey[0] = a.attnum)
    AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')`;

// One that was started again is another one, and so is a standby that became the primary.
const SERVER = `concat_ws(' ', inet_server_addr(), inet_server_port(), extract(epoch FROM pg_postmaster_start_time()),
    pg_is_in_recovery())`;

const NAMES = `(SELECT system_identifier::text FROM pg_control_system()) AS system,
    (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database,
    to_regclass('user_api_call_log')::oid::text AS table`;

/** Names the log, for all servers that hold it. */
export const LOG_IDENTITY = `SELECT ${NAMES}`;

/**
 * Names the server and the log at the moment of a snapshot. A standby does not list what runs in its snapshots. A server is another
 * one after it was started again.
 */
export const LOOK = `
  SELECT ${NAMES},
    ${SERVER} AS server,
    pg_is_in_recovery() AS "isStandby",
    pg_current_snapshot()::text AS snapshot,
    CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() - '0/0' END::float8 AS inserted,
    CASE WHEN pg_is_in_recovery() THEN greatest((SELECT received_tli FROM pg_stat_wal_receiver),
        (SELECT timeline_id FROM pg_control_checkpoint()))
      ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END AS timeline,
    EXISTS (SELECT FROM pg_stat_wal_receiver WHERE received_tli IS NULL) AS "hidesTimeline",
    EXISTS (SELECT FROM user_api_call_log WHERE id = $1::bigint
      AND date_time >= to_timestamp($2::float8) AND date_time < to_timestamp($3::float8)
      AND xid = $4::text::xid8 AND user_id IS NOT DISTINCT FROM $5::bigint) AS "hasAnchor"`;

/** A word that differs whenever a transaction began or ended, or a standby has replayed something. */
const VERSION_NOW = `concat_ws(' ', ${SERVER}, pg_current_snapshot(), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END)`;

/** Asks for the version alone. */
export const VERSION = `SELECT ${VERSION_NOW}`;

const MOST_XIDS = 200_000;

// The transactions that are over, as a snapshot.
const OVER = `(
  WITH s AS MATERIALIZED (SELECT pg_snapshot_xmin(s)::text::bigint AS low, pg_snapshot_xmax(s)::text::bigint AS high
    FROM pg_current_snapshot() s)
  SELECT CASE WHEN high - low > ${MOST_XIDS} THEN low || ':' || low || ':'
    ELSE coalesce(min(x), high) || ':' || high || ':' || coalesce(string_agg(x::text, ',' ORDER BY x), '') END
  FROM s LEFT JOIN LATERAL (
    SELECT x FROM generate_series(low, CASE WHEN high - low > ${MOST_XIDS} THEN low ELSE high END - 1) x
    WHERE pg_xact_status(x::text::xid8) = 'in progress') running ON true
  GROUP BY low, high)`;

// What a standby tells of itself. It serves those snapshots that are taken later: its own is older than what it finds.
const TOLD = `
    CASE WHEN pg_is_in_recovery() THEN ${OVER} END AS over,
    CASE WHEN pg_is_in_recovery() THEN ${VERSION_NOW} END AS version,
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END::float8 AS replayed`;

// The tables that hold rows: partitions, or the log itself.
const LEAVES = `(SELECT relid::oid AS leaf FROM pg_partition_tree('user_api_call_log') WHERE isleaf
    UNION ALL SELECT oid FROM pg_class WHERE oid = to_regclass('user_api_call_log') AND relkind <> 'p')`;

/** A word that differs after the tables of the log were replaced, emptied, written anew, attached or detached. */
export const TABLES_WORD = `
  SELECT md5(string_agg(leaf || ' ' || pg_relation_filenode(leaf), ',' ORDER BY leaf)) FROM ${LEAVES} t`;

/** The state of the server at the end of a reading: its WAL, and what a standby tells of itself. */
export const FINISH = `
  SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn() - '0/0' END::float8 AS flushed,
    CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() - '0/0' END::float8 AS "walEnd",
    extract(epoch FROM clock_timestamp())::float8 AS now,
    extract(epoch FROM current_setting('wal_writer_delay')::interval)::float8 AS "flushDelay",
    ${TOLD}`;

/** Asks a standby for what it tells of itself, and which one it is. */
export const LOOK_AT_STANDBY = `SELECT ${SERVER} AS server, ${TOLD}`;

// Groups go by the first thousand characters of a message, and by whether it goes on.
const MESSAGE = 'left(error_message, 1001)';

// Rows of one route and status share these; their other columns come as lists, which are read several times as fast as rows.
const LISTED = `
  SELECT api_route, response_status_code::float8, string_agg(id::text, ','),
    string_agg(extract(epoch FROM date_time)::float8::text, ','), string_agg(coalesce(user_id::text, ''), ','),
    string_agg(coalesce(response_time_ms::float8::text, ''), ','),
    json_agg(${MESSAGE}) FILTER (WHERE response_status_code >= 400)`;
const GROUPED = 'GROUP BY api_route, response_status_code';

const IN_SPAN = `date_time >= to_timestamp($1::float8) AND date_time < to_timestamp($2::float8)`;
const SEALED = 'pg_visible_in_snapshot(xid, $3::text::pg_snapshot)';

/** The rows of a span that are over in a snapshot. */
export const ROWS_OF_SPAN = `${LISTED} FROM user_api_call_log WHERE ${IN_SPAN} AND ${SEALED} ${GROUPED}`;

/** Counts them. */
export const COUNT_OF_SPAN = `SELECT count(*) FROM user_api_call_log WHERE ${IN_SPAN} AND ${SEALED}`;

// Rows that a snapshot does not see: of what began later, and of what ran.
const after = (columns: string) => `
  SELECT ${columns} FROM user_api_call_log WHERE xid > '3' AND xid >= $1::text::xid8
  UNION ALL SELECT ${columns} FROM user_api_call_log WHERE xid > '3' AND xid = ANY($2::text[]::xid8[])`;
const COLUMNS = `id, date_time, user_id, api_route, response_status_code, response_time_ms, ${MESSAGE} AS error_message, xid`;

/** New rows are read at once, but no more than this. */
export const MOST_NEW = 25_000;

/** The rows after a snapshot, so many at most, with their transactions. */
export const ROWS_AFTER = `${LISTED}, string_agg(xid::text, ',') FROM (${after(COLUMNS)} LIMIT $3) r ${GROUPED}`;

/** The failed calls after a snapshot, as a filter looks at them. */
export const FAILED_AFTER = `
  SELECT id, extract(epoch FROM date_time)::float8, user_id, api_route, response_status_code, response_time_ms::float8, error_message
  FROM (${after('id, date_time, user_id, api_route, response_status_code, response_time_ms, error_message')}) r
  WHERE response_status_code >= 400`;

/** The failed calls of a span. */
export const FAILED_OF_SPAN = `
  SELECT id, extract(epoch FROM date_time)::float8, user_id, api_route, response_status_code, response_time_ms::float8, error_message
  FROM user_api_call_log WHERE response_status_code >= 400 AND ${IN_SPAN} AND ${SEALED}`;

/** The messages of some calls. */
export const MESSAGES_OF = `
  SELECT id, ${MESSAGE} FROM user_api_call_log WHERE id = ANY($1::bigint[]) AND response_status_code >= 400`;

const MOST_COUNTED = 2_000_000;

/** The earliest time of the rows after a snapshot, and whether there are too many of them to look at. */
export const EARLIEST_AFTER = `
  SELECT extract(epoch FROM min(date_time))::float8 AS second, count(*) >= ${MOST_COUNTED} AS "isCut"
  FROM (${after('date_time')} LIMIT ${MOST_COUNTED}) r`;

/** The newest row that is over in a snapshot, by its transaction. */
export const ANCHOR = `
  SELECT id, extract(epoch FROM date_time)::float8 AS second, xid::text AS xid, user_id AS "userId" FROM user_api_call_log
  WHERE xid > '3' AND xid < $1::text::xid8 AND pg_visible_in_snapshot(xid, $2::text::pg_snapshot)
  ORDER BY xid DESC LIMIT 1`;

/**
 * The tables of the log: bounds in seconds, how often their rows were changed or deleted, about how many they have, and the word of
 * just these.
 */
export const TABLES = `
  SELECT leaf::text AS table, file::text, bound LIKE 'FOR VALUES FROM%' AS "isBounded",
    extract(epoch FROM (regexp_match(bound, 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz)::float8 AS "from",
    extract(epoch FROM (regexp_match(bound, 'TO \\(''([^'']+)''\\)'))[1]::timestamptz)::float8 AS "to",
    (pg_stat_get_tuples_updated(leaf) + pg_stat_get_tuples_deleted(leaf))::float8 AS changes,
    greatest(calls, pg_stat_get_live_tuples(leaf), 0)::float8 AS calls,
    md5(string_agg(leaf || ' ' || file, ',') OVER (ORDER BY leaf ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS word
  FROM (SELECT leaf, pg_relation_filenode(leaf) AS file, pg_get_expr(c.relpartbound, c.oid) AS bound, c.reltuples AS calls
    FROM ${LEAVES} t JOIN pg_class c ON c.oid = leaf) leaves`;

/** Bounds of tables are printed and read in the zone of the session. */
export const IN_UTC = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = ISO`;

/** The earliest time that the index takes. */
export const EARLIEST = `
  SELECT extract(epoch FROM min(date_time))::float8 FROM user_api_call_log WHERE date_time >= to_timestamp($1::float8)`;

/** The latest time before another. */
export const LATEST_BEFORE = `
  SELECT extract(epoch FROM max(date_time))::float8 FROM user_api_call_log
  WHERE date_time >= to_timestamp($1::float8) AND date_time < to_timestamp($2::float8)`;
