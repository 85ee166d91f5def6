import { type CallValues, refusal } from './call-values.ts';
import type { Connection } from './connection.ts';
import type { DatabaseFile } from './database.ts';

/** Logs a call. */
export const INSERT_CALL = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  VALUES (@userId, @dateTime, @apiRoute, @requestPayload, @responsePayload, @statusCode, @responseTimeMs, @errorMessage)`;

/** Whether a user has this id. */
export const HAS_USER = `SELECT 1 FROM "user" WHERE id = ?`;

/**
 * Logs calls in one transaction and returns their ids. It survives a crash of the program at once, and one of the machine,
 * in WAL mode, from the next checkpoint on: a log need not wait for the disk.
 */
export function insertCalls(file: DatabaseFile, rows: readonly CallValues[]): readonly number[] {
  if (rows.length === 0) return [];
  return file.write((connection) => insertAll(connection, rows), { isDurable: false });
}

/** Logs a call and returns its id, or undefined where that would wait for the disk or another program. */
export function insertCallUnlessItWaits(file: DatabaseFile, row: CallValues): number | undefined {
  return file.writeUnlessItWaits((connection) => insertAll(connection, [row]))?.[0];
}

function insertAll(connection: Connection, rows: readonly CallValues[]): readonly number[] {
  const known = new Set<number>();
  return rows.map((row, index) => {
    const isKnown = known.has(row.userId) || connection.prepare(HAS_USER).get(row.userId) !== undefined;
    if (!isKnown) throw refusal('userId', 'is of no user', { index, count: rows.length });
    known.add(row.userId);
    return Number(connection.prepare(INSERT_CALL).run(row).lastInsertRowid);
  });
}
