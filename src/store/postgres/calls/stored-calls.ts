import type { StoredCall, StoredPayload } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { type CallRow, toCall } from '../../answers/call-records.ts';
import { toStoredPayload } from '../../answers/values.ts';
import type { Server } from '../server/server.ts';
import { bindId, SECONDS } from '../values.ts';
import { CALL_COLUMNS, CALLS } from './call-columns.ts';
import { atMost, PairedTexts, type PayloadColumn } from './paired-texts.ts';

/** Part of each payload that is wanted, in UTF-16 units. */
interface Part {
  readonly from?: number;
  readonly maxLength: number;
}

// What is longer crosses in the parts that are asked for.
const WHOLE_BYTES = 1_048_576;

const TIME_FOR_LONG_ONES = { timeoutMs: 30_000 };

// A letter is one UTF-16 unit, but for those of four bytes, of which the first is F0 to F4.
const HAS_PAIRS = ['f0', 'f1', 'f2', 'f3', 'f4']
  .map((byte) => `position('\\x${byte}'::bytea IN convert_to(long, 'UTF8')) > 0`)
  .join(' OR ');

const columnsOf = (name: string) =>
  ['byte_count', 'letter_count', 'part', 'has_pairs', 'whole'].map(
    (column) => `${name}.${column} AS ${name}_${column}`,
  );

const partsOf = (column: PayloadColumn) => `
  CROSS JOIN LATERAL (
    SELECT octet_length(l.${column}::text) AS byte_count, length(long) AS letter_count,
      substring(long, $2::int + 1, $3::int) AS part, octet_length(long) > length(long) AND (${HAS_PAIRS}) AS has_pairs,
      CASE WHEN long IS NULL THEN l.${column}::text END AS whole
    FROM (
      SELECT CASE WHEN octet_length(l.${column}::text) > ${WHOLE_BYTES} THEN l.${column}::text || '' END AS long OFFSET 0) t
  ) ${column}`;

/** One call, with the payloads that are not long, and of the others `$3` letters behind the first `$2`. */
export const FIND_STORED_CALL = `
  SELECT ${[CALL_COLUMNS, ...columnsOf('request_payload'), ...columnsOf('response_payload')].join(', ')}
  FROM ${CALLS} ${partsOf('request_payload')} ${partsOf('response_payload')}
  WHERE l.id = $1::bigint LIMIT 1`;

/** Finds one call with parts of its payloads as they are stored, or undefined. */
export function createStoredCallFinder(server: Server): (id: Id, part: Part) => Promise<StoredCall | undefined> {
  const paired = new PairedTexts();
  return (id, { from = 0, maxLength }) =>
    server.read(async (ask) => {
      const [row] = await ask.rows<CallRow & Parts>(FIND_STORED_CALL, [bindId(id), atMost(from), atMost(maxLength)]);
      if (row === undefined) return undefined;
      const payloadOf = async (column: PayloadColumn): Promise<StoredPayload | null> => {
        const whole = row[`${column}_whole`];
        const letterCount = row[`${column}_letter_count`];
        if (letterCount === null) return toStoredPayload(whole, { from, maxLength });
        const byteCount = row[`${column}_byte_count`] ?? 0;
        const { text, unitCount } = row[`${column}_has_pairs`]
          ? await paired.read(ask, { id, column, byteCount, letterCount }, { from, maxLength })
          : { text: row[`${column}_part`] ?? '', unitCount: letterCount };
        return { text, byteCount, length: unitCount, isWhole: text.length === unitCount };
      };
      return {
        ...toCall({ ...row, request_payload: null, response_payload: null }, { times: SECONDS }),
        requestPayload: await payloadOf('request_payload'),
        responsePayload: await payloadOf('response_payload'),
      };
    }, TIME_FOR_LONG_ONES);
}

type Parts = { readonly [Name in `${PayloadColumn}_${'whole' | 'part'}`]: string | null } & {
  readonly [Name in `${PayloadColumn}_${'byte_count' | 'letter_count'}`]: number | null;
} & { readonly [Name in `${PayloadColumn}_has_pairs`]: boolean | null };
