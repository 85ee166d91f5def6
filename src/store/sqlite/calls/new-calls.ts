import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import { type CallValues, type Place, refusal } from '../../checks/call-values.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { reasonOf } from '../file/expect-change.ts';
import { bindId } from '../file/ids.ts';
import { ruleOf } from '../file/sqlite-errors.ts';

/** Logs a call, where a user has its id; a text is no number. */
export const INSERT_CALL = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  SELECT @userId, @dateTime, @apiRoute, @requestPayload, @responsePayload, @statusCode, @responseTimeMs, @errorMessage
  WHERE EXISTS (SELECT 1 FROM "user" WHERE id = @userId AND typeof(id) = typeof(@userId))`;

/** Finds a user by id. */
export const HAS_USER = `SELECT 1 FROM "user" WHERE id = @userId AND typeof(id) = typeof(@userId)`;

const TABLE = 'user_api_call_log';

/**
 * Logs calls in one transaction and returns their ids. It survives a crash of the program at once, and one of the machine,
 * in WAL mode, from the next checkpoint on: a log need not wait for the disk.
 */
export function insertCalls(file: DatabaseFile, rows: readonly CallValues[]): readonly Id[] {
  if (rows.length === 0) return [];
  return file.write((connection) => rows.map((row, index) => insert(connection, row, { index, count: rows.length })), {
    isDurable: false,
  });
}

/** Logs a call and returns its id, or undefined if that would wait for the disk or another program. */
export function insertCallUnlessItWaits(file: DatabaseFile, row: CallValues): Id | undefined {
  return file.runUnlessItWaits((connection) => insert(connection, row, { index: 0, count: 1 }));
}

function insert(connection: Connection, row: CallValues, place: Place): Id {
  const userId = bindId(row.userId);
  const { changes, lastInsertRowid } = insertOne(connection, { ...row, userId }, place);
  if (changes === 1) return toId(lastInsertRowid);
  if (connection.prepare(HAS_USER).get({ userId }) === undefined)
    throw refusal('userId', 'no user has this userId', place);
  throw refusal('call', `call was not taken by the database, since ${reasonOf(connection, TABLE)}`, place);
}

// A call that breaks a rule of the database costs only itself, not those that are written with it.
function insertOne(connection: Connection, parameters: object, place: Place) {
  try {
    return connection.prepareExact(INSERT_CALL).run(parameters);
  } catch (error) {
    const rule = ruleOf(error);
    throw rule === undefined
      ? error
      : refusal('call', `call was refused by the database: ${rule}`, { ...place, cause: error });
  }
}
