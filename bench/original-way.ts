import Database from 'better-sqlite3';

// What the original program asks, in its own SQL. `cutoff` is UTC text, as in the database.

/** Makes a statement ready. */
export type Prepare = (sql: string) => Database.Statement;

const SYSTEM_TOTALS = `
  SELECT COUNT(*) AS total_calls, COUNT(DISTINCT user_id) AS active_users, AVG(response_time_ms) AS avg_response_time,
    SUM(CASE WHEN response_status_code >= 400 THEN 1 ELSE 0 END) AS error_count,
    SUM(CASE WHEN response_status_code >= 500 THEN 1 ELSE 0 END) AS server_error_count
  FROM user_api_call_log WHERE date_time >= ?`;

const TOP_USERS = `
  SELECT u.username, COUNT(*) AS call_count FROM user_api_call_log l JOIN "user" u ON l.user_id = u.id
  WHERE l.date_time >= ? GROUP BY u.id, u.username ORDER BY call_count DESC LIMIT 10`;

// Without the join inside, SQLite counts along the index by user, which takes as long for a short window as for a long one.
const TOP_USERS_OF_LONG_WINDOW = `
  SELECT u.username, call_count
  FROM (SELECT user_id, COUNT(*) AS call_count FROM user_api_call_log WHERE date_time >= ? GROUP BY user_id) l
  JOIN "user" u ON l.user_id = u.id ORDER BY call_count DESC LIMIT 10`;

const USER_TOTALS = `
  SELECT COUNT(*) AS total_calls, AVG(response_time_ms) AS avg_response_time, MAX(response_time_ms) AS max_response_time,
    MIN(response_time_ms) AS min_response_time, COUNT(CASE WHEN response_status_code >= 400 THEN 1 END) AS error_count,
    COUNT(DISTINCT api_route) AS unique_endpoints
  FROM user_api_call_log WHERE user_id = ? AND date_time >= ?`;

const USER_ENDPOINTS = `
  SELECT api_route, COUNT(*) AS call_count, AVG(response_time_ms) AS avg_response_time
  FROM user_api_call_log WHERE user_id = ? AND date_time >= ? GROUP BY api_route ORDER BY call_count DESC`;

const RECENT_ERRORS = `
  SELECT l.id, l.date_time, u.username, l.api_route, l.response_status_code, l.error_message, l.request_payload
  FROM user_api_call_log l JOIN "user" u ON l.user_id = u.id
  WHERE l.response_status_code >= 400 ORDER BY l.date_time DESC LIMIT ?`;

const CACHE_TOTALS = `
  SELECT COUNT(*) AS total_cached, COUNT(DISTINCT product_id) AS unique_products,
    SUM(CASE WHEN classification_status = 'success' THEN 1 ELSE 0 END) AS successful,
    SUM(CASE WHEN classification_status = 'failed' THEN 1 ELSE 0 END) AS failed,
    MIN(classified_at) AS oldest_entry, MAX(classified_at) AS newest_entry
  FROM product_attributes`;

const CACHE_CATEGORIES = `
  SELECT item_main_category, COUNT(*) AS count FROM product_attributes
  WHERE item_main_category IS NOT NULL AND classification_status = 'success'
  GROUP BY item_main_category ORDER BY count DESC LIMIT 10`;

const ALL_USERS = `
  SELECT id, username, created_at, updated_at, is_active FROM "user" ORDER BY created_at DESC, id DESC`;

/** get_system_api_stats. */
export function systemStats(prepare: Prepare, cutoff: string): object {
  return { ...(prepare(SYSTEM_TOTALS).get(cutoff) as object), top_users: prepare(TOP_USERS).all(cutoff) };
}

/** The same as fast as SQL alone can with our index: a window of much of the log wants another statement. */
export function systemStatsOfWindow(
  prepare: Prepare,
  cutoff: string,
  { isLong }: { readonly isLong: boolean },
): object {
  const topUsers = isLong ? TOP_USERS_OF_LONG_WINDOW : TOP_USERS;
  return { ...(prepare(SYSTEM_TOTALS).get(cutoff) as object), top_users: prepare(topUsers).all(cutoff) };
}

/** get_user_api_stats. */
export function userStats(prepare: Prepare, userId: number, cutoff: string): object {
  const totals = prepare(USER_TOTALS).get(userId, cutoff) as object;
  return { ...totals, endpoints: prepare(USER_ENDPOINTS).all(userId, cutoff) };
}

/** get_recent_errors, with each payload parsed. */
export function recentErrors(prepare: Prepare, limit: number): readonly object[] {
  const rows = prepare(RECENT_ERRORS).all(limit) as { readonly request_payload: string | null }[];
  return rows.map((row) => ({ ...row, request_payload: parsed(row.request_payload) }));
}

function parsed(payload: string | null): unknown {
  if (!payload) return payload;
  try {
    return JSON.parse(payload);
  } catch {
    // What is no JSON is shown as it stands.
    return payload;
  }
}

/** get_classification_stats. */
export function cacheStats(prepare: Prepare): object {
  return { ...(prepare(CACHE_TOTALS).get() as object), top_categories: prepare(CACHE_CATEGORIES).all() };
}

/** list_users. */
export function listUsers(prepare: Prepare): readonly unknown[] {
  return prepare(ALL_USERS).all();
}

/** Asks as the original does: over a connection that is opened for the question and closed after it. */
export function askOverNewConnection<T>(path: string, ask: (prepare: Prepare) => T): T {
  const database = new Database(path);
  try {
    return ask((sql) => database.prepare(sql));
  } finally {
    database.close();
  }
}

/** A connection that stays open, with every statement prepared once. */
export class KeptConnection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(path: string) {
    this.#database = new Database(path, { readonly: true });
  }

  readonly prepare: Prepare = (sql) => {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  };

  close(): void {
    this.#database.close();
  }
}
