import type { PayloadPaths } from '../../../model/values.ts';
import { CALLS_PER_PAYLOAD, LONGEST_PAYLOAD, type Payloads, pathsOfPayloads } from '../../answers/payload-paths.ts';
import type { PostgresContext } from '../context.ts';

const shortText = (column: string) =>
  `CASE WHEN octet_length(${column}::text) <= ${LONGEST_PAYLOAD} THEN ${column}::text END`;

/** The payloads of the newest calls that have some; long ones are left out. */
export const NEWEST_PAYLOADS = `
  SELECT ${shortText('l.request_payload')}, ${shortText('l.response_payload')}
  FROM (
    SELECT id, request_payload, response_payload FROM user_api_call_log
    ORDER BY id DESC LIMIT $1::bigint * ${CALLS_PER_PAYLOAD}) l
  WHERE l.request_payload IS NOT NULL OR l.response_payload IS NOT NULL
  ORDER BY l.id DESC LIMIT $1::bigint`;

/** Counts the paths to the values in the newest payloads. */
export async function payloadPaths(
  { server }: PostgresContext,
  { limit }: { readonly limit: number },
): Promise<PayloadPaths> {
  return pathsOfPayloads(await server.read((ask) => ask.tuples<Payloads>(NEWEST_PAYLOADS, [limit])));
}
