import type { PayloadPaths } from '../../../model/values.ts';
import { CALLS_PER_PAYLOAD, LONGEST_PAYLOAD, type Payloads, pathsOfPayloads } from '../../answers/payload-paths.ts';
import type { StoreContext } from '../file/context.ts';

const shortText = (column: string) => `CASE WHEN octet_length(${column}) <= ${LONGEST_PAYLOAD} THEN ${column} END`;

/** The payloads of the newest calls that have some; long ones are left out. */
export const NEWEST_PAYLOADS = `
  SELECT ${shortText('request_payload')}, ${shortText('response_payload')} FROM user_api_call_log
  WHERE id IN (SELECT id FROM user_api_call_log ORDER BY id DESC LIMIT @limit * ${CALLS_PER_PAYLOAD})
    AND (request_payload IS NOT NULL OR response_payload IS NOT NULL)
  ORDER BY id DESC LIMIT @limit`;

/** Counts the paths to the values in the newest payloads. */
export function payloadPaths({ file }: StoreContext, { limit }: { readonly limit: number }): PayloadPaths {
  const rows = file.read((connection) => connection.prepare(NEWEST_PAYLOADS).raw().all({ limit }));
  return pathsOfPayloads(rows as Payloads[]);
}
