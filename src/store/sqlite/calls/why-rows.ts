import type { Id } from '../../../model/id.ts';
import type { ComparedCall } from '../../../model/why.ts';
import type { CallRow } from '../../answers/call-records.ts';
import { toId } from '../../answers/ids.ts';
import { inOrder } from '../../answers/pages.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { toNumber, toText } from '../../answers/values.ts';
import type { ComparedRows } from '../../answers/why/why-run.ts';
import type { DatabaseFile } from '../file/database.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { LISTED_ERRORS_BY_ID } from './call-rows.ts';

/** Calls by their ids as they are compared: of a payload only its size. */
export const COMPARED_CALLS_BY_ID = LISTED_ERRORS_BY_ID.replace(
  'NULL AS request_payload',
  'l.response_time_ms, octet_length(l.request_payload) AS request_bytes',
);

/** The payload of a call's request. */
export const REQUEST_PAYLOAD = 'SELECT request_payload FROM user_api_call_log WHERE id = ?';

/** Opens the rows of calls that are compared; a payload is read when it is asked for. */
export function openComparedRows(file: DatabaseFile): ComparedRows {
  let payloadCount = 0;
  const payloadOf = (id: Id): string | null => {
    payloadCount += 1;
    return toText(file.read((connection) => connection.prepare(REQUEST_PAYLOAD).pluck().get(bindId(id))));
  };
  return {
    get payloadCount() {
      return payloadCount;
    },
    read: (ids) => {
      const rows = file.read((connection) => connection.prepareExact(COMPARED_CALLS_BY_ID).all(bindIds(ids)));
      const calls = rows.map((row) => new ComparedRow(row as ComparedColumns, payloadOf));
      return inOrder(ids, calls).filter(({ at }) => Number.isFinite(at));
    },
  };
}

type ComparedColumns = Omit<CallRow, 'user_id' | 'request_payload' | 'response_payload'> & {
  readonly request_bytes: unknown;
};

class ComparedRow implements ComparedCall {
  readonly id: Id;
  readonly at: number;
  readonly username: string;
  readonly route: string;
  readonly statusCode: number | null;
  readonly ms: number | null;
  readonly message: string | null;
  readonly requestBytes: number | null;
  readonly #payloadOf: (id: Id) => string | null;

  constructor(row: ComparedColumns, payloadOf: (id: Id) => string | null) {
    this.id = toId(row.id);
    this.at = fromTimestamp(row.date_time)?.getTime() ?? Number.NaN;
    this.username = toText(row.username) ?? '';
    this.route = toText(row.api_route) ?? '';
    this.statusCode = toNumber(row.response_status_code);
    this.ms = toNumber(row.response_time_ms);
    this.message = toText(row.error_message);
    this.requestBytes = toNumber(row.request_bytes);
    this.#payloadOf = payloadOf;
  }

  get requestPayload(): string | null {
    return this.#payloadOf(this.id);
  }
}
