import { type CallValues, type Place, refusal } from './call-values.ts';
import type { Connection } from './connection.ts';
import type { DatabaseFile } from './database.ts';

/** Logs a call, where a user has its id. */
export const INSERT_CALL = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  SELECT @userId, @dateTime, @apiRoute, @requestPayload, @responsePayload, @statusCode, @responseTimeMs, @errorMessage
  WHERE EXISTS (SELECT 1 FROM "user" WHERE id = @userId)`;

/**
 * Logs calls in one transaction and returns their ids. It survives a crash of the program at once, and one of the machine,
 * in WAL mode, from the next checkpoint on: a log need not wait for the disk.
 */
export function insertCalls(file: DatabaseFile, rows: readonly CallValues[]): readonly number[] {
  if (rows.length === 0) return [];
  return file.write((connection) => rows.map((row, index) => insert(connection, row, { index, count: rows.length })), {
    isDurable: false,
  });
}

/** Logs a call and returns its id, or undefined where that would wait for the disk or another program. */
export function insertCallUnlessItWaits(file: DatabaseFile, row: CallValues): number | undefined {
  return file.runUnlessItWaits((connection) => insert(connection, row, { index: 0, count: 1 }));
}

function insert(connection: Connection, row: CallValues, place: Place): number {
  const { changes, lastInsertRowid } = connection.prepare(INSERT_CALL).run(row);
  if (changes === 0) throw refusal('userId', 'is of no user', place);
  return Number(lastInsertRowid);
}
