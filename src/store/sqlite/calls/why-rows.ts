import { inOrder } from '../../answers/pages.ts';
import { toText } from '../../answers/values.ts';
import { type ComparedColumns, ComparedRow, type ComparedRows } from '../../answers/why/compared-row.ts';
import type { DatabaseFile } from '../file/database.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { LISTED_ERRORS_BY_ID } from './call-rows.ts';

// Nothing else is answered while the driver reads.
const PIECE_MS = 4;

/** Calls by their ids as they are compared: of a payload only its size. */
export const COMPARED_CALLS_BY_ID = LISTED_ERRORS_BY_ID.replace(
  'NULL AS request_payload',
  'l.response_time_ms, octet_length(l.request_payload) AS request_bytes',
);

/** The payload of a call's request. */
export const REQUEST_PAYLOAD = 'SELECT request_payload FROM user_api_call_log WHERE id = ?';

/** Opens the rows of calls that are compared. */
export function openComparedRows(file: DatabaseFile): ComparedRows {
  return {
    pieceMs: PIECE_MS,
    read: async (ids) => {
      const rows = file.read((connection) => connection.prepareExact(COMPARED_CALLS_BY_ID).all(bindIds(ids)));
      const calls = rows.map((row) => new ComparedRow(row as ComparedColumns));
      return inOrder(ids, calls).filter(({ at }) => Number.isFinite(at));
    },
    readPayloads: async (rows) =>
      file.read((connection) => {
        const payload = connection.prepare(REQUEST_PAYLOAD).pluck();
        for (const row of rows) row.requestPayload = toText(payload.get(bindId(row.id)));
      }),
  };
}
