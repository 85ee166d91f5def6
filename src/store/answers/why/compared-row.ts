import type { Id } from '../../../model/id.ts';
import type { ComparedCall } from '../../../model/why.ts';
import type { CallRow } from '../call-records.ts';
import { toId } from '../ids.ts';
import { type StoredTimes, TIMESTAMPS, toNumber, toText } from '../values.ts';

/** The columns of a call that is compared: of its payload only the size. */
export type ComparedColumns = Omit<CallRow, 'user_id' | 'request_payload' | 'response_payload'> & {
  readonly request_bytes: unknown;
};

/** A row as Why compares it; its payload is null until that was read. */
export class ComparedRow implements ComparedCall {
  readonly id: Id;
  readonly at: number;
  readonly username: string;
  readonly route: string;
  readonly statusCode: number | null;
  readonly ms: number | null;
  readonly message: string | null;
  readonly requestBytes: number | null;
  requestPayload: string | null = null;

  constructor(row: ComparedColumns, times: StoredTimes = TIMESTAMPS) {
    this.id = toId(row.id);
    this.at = times.toDate(row.date_time)?.getTime() ?? Number.NaN;
    this.username = toText(row.username) ?? '';
    this.route = toText(row.api_route) ?? '';
    this.statusCode = toNumber(row.response_status_code);
    this.ms = toNumber(row.response_time_ms);
    this.message = toText(row.error_message);
    this.requestBytes = toNumber(row.request_bytes);
  }
}

/** Rows of the log as they are compared. */
export interface ComparedRows {
  /** Time that a piece of reading may take, in milliseconds: short where nothing else goes on meanwhile. */
  readonly pieceMs: number;
  /** The calls with these ids, as far as they are there and have times that can be read. */
  read(ids: readonly Id[]): Promise<readonly ComparedRow[]>;
  /** Reads the payloads of some of them, which have these from then on. */
  readPayloads(rows: readonly ComparedRow[]): Promise<void>;
}
