import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import { inOrder } from '../../answers/pages.ts';
import { toText } from '../../answers/values.ts';
import { type ComparedColumns, ComparedRow, type ComparedRows } from '../../answers/why/compared-row.ts';
import type { Server } from '../server/server.ts';
import { bindIds, SECONDS } from '../values.ts';
import { CALL_COLUMNS, CALLS } from './call-columns.ts';
import { LISTED_MESSAGE } from './call-sql.ts';

// The thread is free while the server reads, which may be far away.
const PIECE_MS = 500;

/** Calls by their ids as they are compared: of a payload only its size. */
export const COMPARED_CALLS_BY_ID = `
  SELECT ${CALL_COLUMNS.replace('l.error_message', `${LISTED_MESSAGE} AS error_message`)},
    octet_length(l.request_payload::text) AS request_bytes
  FROM ${CALLS} WHERE l.id = ANY($1::bigint[])`;

/** The payloads of the requests of some calls. */
export const REQUEST_PAYLOADS = `
  SELECT l.id, l.request_payload FROM user_api_call_log l WHERE l.id = ANY($1::bigint[])`;

/** Opens the rows of calls that are compared. */
export function openComparedRows(server: Server): ComparedRows {
  return {
    pieceMs: PIECE_MS,
    read: async (ids) => {
      const rows = await server.read((ask) => ask.rows<ComparedColumns>(COMPARED_CALLS_BY_ID, [bindIds(ids)]));
      const calls = rows.map((row) => new ComparedRow(row, SECONDS));
      return inOrder(ids, calls).filter(({ at }) => Number.isFinite(at));
    },
    readPayloads: async (rows) => {
      const ids = bindIds(rows.map(({ id }) => id));
      const found = await server.read((ask) =>
        ask.tuples<readonly [id: Id, payload: unknown]>(REQUEST_PAYLOADS, [ids]),
      );
      const payloads = new Map(found.map(([id, payload]) => [toId(id), toText(payload)]));
      for (const row of rows) row.requestPayload = payloads.get(row.id) ?? null;
    },
  };
}
