import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';

// What the original does for each request, in its own SQL: it opens a connection, asks or writes one thing, and closes it.

const AUTHENTICATE = `
  SELECT id, username, created_at, updated_at, is_active FROM user WHERE api_key = ? AND is_active = 1`;

const LOG_CALL = `
  INSERT INTO user_api_call_log (user_id, api_route, request_payload, response_payload, response_status_code,
    response_time_ms, error_message)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

const FIND_PRODUCT = `
  SELECT * FROM product_attributes WHERE product_id = ? OR product_hash = ? AND classification_status = 'success'`;

/** authenticate_user. */
export function authenticate(path: string, apiKey: string): unknown {
  const hash = createHash('sha256').update(apiKey).digest('hex');
  return overNewConnection(path, (database) => database.prepare(AUTHENTICATE).get(hash));
}

/** log_api_call. */
export function logCall(path: string, userId: number, payload: object): unknown {
  const json = JSON.stringify(payload);
  const values = [userId, '/api/predict', json, json, 200, 12.5, null];
  return overNewConnection(path, (database) => database.prepare(LOG_CALL).run(values));
}

/** get_cached_classification. */
export function findProduct(path: string, productId: string, description: string): unknown {
  const hash = createHash('md5').update(description.toLowerCase().trim()).digest('hex');
  return overNewConnection(path, (database) => database.prepare(FIND_PRODUCT).get(productId, hash));
}

function overNewConnection<T>(path: string, work: (database: Database.Database) => T): T {
  const database = new Database(path);
  try {
    database.pragma('foreign_keys = ON');
    return work(database);
  } finally {
    database.close();
  }
}
