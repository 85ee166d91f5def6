import type { Id } from '../../../model/id.ts';
import { compareIds } from '../../answers/compare-ids.ts';
import { toId } from '../../answers/ids.ts';
import { type CallValues, type Place, refusal } from '../../checks/call-values.ts';
import { inBatches } from '../batches.ts';
import { reasonOf, ruleOf } from '../expect-change.ts';
import type { Asker, Server } from '../server/server.ts';
import { bindId, storable } from '../values.ts';

/** Logs calls whose users there are, in the order in which they are given; `$9` is the start of 1970. */
export const INSERT_CALLS = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  SELECT c.user_id, to_timestamp($9) + c.seconds * interval '1 second', c.route, c.request, c.response, c.status, c.ms, c.message
  FROM unnest($1::bigint[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::text[])
    WITH ORDINALITY AS c(user_id, seconds, route, request, response, status, ms, message, place)
  WHERE EXISTS (SELECT FROM "user" u WHERE u.id = c.user_id)
  ORDER BY c.place
  RETURNING id`;

/** Logs one call, whose user there is. */
export const INSERT_CALL = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  SELECT $1::bigint, to_timestamp($2), $3::text, $4::text, $5::text, $6::int, $7::float8, $8::text
  WHERE EXISTS (SELECT FROM "user" WHERE id = $1::bigint)
  RETURNING id`;

/** Finds the first of some ids that no user has. */
export const FIRST_STRANGER = `
  SELECT place FROM unnest($1::bigint[]) WITH ORDINALITY AS c(user_id, place)
  WHERE NOT EXISTS (SELECT FROM "user" u WHERE u.id = c.user_id) ORDER BY place LIMIT 1`;

const TABLE = 'user_api_call_log';
// What takes a server seconds to compress.
const LONG_TEXT = 1_048_576;
const TIME_FOR_LONG_ONES_MS = 60_000;

/**
 * Logs calls in one transaction and returns their ids. A crash of the server may lose those of its last fractions of a second: a log
 * need not wait for the disk.
 */
export async function insertCalls(server: Server, rows: readonly CallValues[]): Promise<readonly Id[]> {
  if (rows.length === 0) return [];
  const isLong = rows.reduce((sum, row) => sum + textOf(row), 0) > LONG_TEXT;
  const options = { isDurable: false, ...(isLong && { timeoutMs: TIME_FOR_LONG_ONES_MS }) };
  try {
    return await server.write((ask) => insertAll(ask, rows), options);
  } catch (error) {
    if (ruleOf(error) === undefined || rows.length === 1) throw refusedBy(error, { index: 0, count: rows.length });
  }
  return server.write(async (ask) => {
    // A rule that is looked at when all is done would not say which call breaks it.
    await ask.run('SET CONSTRAINTS ALL IMMEDIATE');
    return insertHalves(ask, rows, { index: 0, count: rows.length });
  }, options);
}

async function insertAll(ask: Asker, rows: readonly CallValues[]): Promise<readonly Id[]> {
  const ids = (await Promise.all(inBatches(rows, textOf).map((batch) => insert(ask, batch)))).flat();
  if (ids.length === rows.length) return ids;
  throw await reasonForFewer(ask, rows, { index: 0, count: rows.length });
}

/** Inserts halves of what breaks a rule, and halves of those, until the call is found that is to blame. */
async function insertHalves(ask: Asker, rows: readonly CallValues[], { index, count }: Place): Promise<readonly Id[]> {
  const middle = Math.ceil(rows.length / 2);
  const first = await insertOrSplit(ask, rows.slice(0, middle), { index, count });
  return [...first, ...(await insertOrSplit(ask, rows.slice(middle), { index: index + middle, count }))];
}

async function insertOrSplit(ask: Asker, rows: readonly CallValues[], place: Place): Promise<readonly Id[]> {
  await ask.run('SAVEPOINT half');
  try {
    const ids = await insert(ask, rows);
    if (ids.length === rows.length) return ids;
  } catch (error) {
    if (rows.length === 1) throw refusedBy(error, place);
    await ask.run('ROLLBACK TO SAVEPOINT half');
    return insertHalves(ask, rows, place);
  }
  throw await reasonForFewer(ask, rows, place);
}

async function insert(ask: Asker, rows: readonly CallValues[]): Promise<readonly Id[]> {
  const [first = [], ...others] = rows.map(valuesOf);
  const ids =
    others.length === 0
      ? await ask.tuples<readonly [id: unknown]>(INSERT_CALL, first)
      : await ask.tuples<readonly [id: unknown]>(INSERT_CALLS, [...columnsOf([first, ...others]), 0]);
  // Rows get their ids in order, and come back in any.
  return ids.map(([id]) => toId(id)).sort(compareIds);
}

function valuesOf(call: CallValues): readonly unknown[] {
  const { dateTime, apiRoute, requestPayload, responsePayload, statusCode, responseTimeMs, errorMessage } = call;
  const seconds = Date.parse(`${dateTime.replace(' ', 'T')}Z`) / 1000;
  const [request, response, message] = [requestPayload, responsePayload, errorMessage].map(storable);
  return [userIdOf(call), seconds, storable(apiRoute), request, response, statusCode, responseTimeMs, message];
}

function columnsOf(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

// A text is no number.
function userIdOf({ userId }: CallValues): string | null {
  return typeof userId === 'string' ? null : bindId(userId);
}

async function reasonForFewer(ask: Asker, rows: readonly CallValues[], { index, count }: Place) {
  const [stranger] = await ask.tuples<readonly [place: number]>(FIRST_STRANGER, [rows.map(userIdOf)]);
  if (stranger !== undefined) {
    return refusal('userId', 'no user has this userId', { index: index + Number(stranger[0]) - 1, count });
  }
  return refusal('call', `call was not taken by the database, since ${await reasonOf(ask, TABLE)}`, { index, count });
}

// A call that breaks a rule of the database costs only itself, not those that are written with it.
function refusedBy(error: unknown, place: Place): unknown {
  const rule = ruleOf(error);
  if (rule === undefined) return error;
  return refusal('call', `call was refused by the database: ${rule}`, { ...place, cause: error });
}

function textOf({ requestPayload, responsePayload, errorMessage }: CallValues): number {
  return (requestPayload?.length ?? 0) + (responsePayload?.length ?? 0) + (errorMessage?.length ?? 0);
}
