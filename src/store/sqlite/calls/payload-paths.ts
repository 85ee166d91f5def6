import { printPath } from '../../../filter/path.ts';
import type { PathStep } from '../../../filter/query.ts';
import type { PathCount, PayloadPaths } from '../../../model/values.ts';
import { toPayload } from '../../answers/values.ts';
import type { StoreContext } from '../file/context.ts';

const LONGEST_PAYLOAD = 65_536;
const CALLS_PER_PAYLOAD = 10;
const MOST_VALUES = 1_000;
const MOST_PATHS = 5_000;

const shortText = (column: string) => `CASE WHEN octet_length(${column}) <= ${LONGEST_PAYLOAD} THEN ${column} END`;

/** The payloads of the newest calls that have some; long ones are left out. */
export const NEWEST_PAYLOADS = `
  SELECT ${shortText('request_payload')}, ${shortText('response_payload')} FROM user_api_call_log
  WHERE id IN (SELECT id FROM user_api_call_log ORDER BY id DESC LIMIT @limit * ${CALLS_PER_PAYLOAD})
    AND (request_payload IS NOT NULL OR response_payload IS NOT NULL)
  ORDER BY id DESC LIMIT @limit`;

/** Counts the paths to the values in the newest payloads. */
export function payloadPaths({ file }: StoreContext, { limit }: { readonly limit: number }): PayloadPaths {
  const rows = file.read((connection) => connection.prepare(NEWEST_PAYLOADS).raw().all({ limit })) as Payloads[];
  return {
    request: countPaths(rows.map(([request]) => request)),
    response: countPaths(rows.map(([, response]) => response)),
  };
}

type Payloads = readonly [request: unknown, response: unknown];

function countPaths(payloads: readonly unknown[]): readonly PathCount[] {
  const counts = new Map<string, number>();
  for (const payload of payloads) {
    const value = toPayload(payload);
    if (typeof value !== 'object' || value === null) continue;
    for (const path of pathsIn(value))
      if (counts.size < MOST_PATHS || counts.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .map(([path, count]) => ({ path, count }))
    .sort((one, other) => other.count - one.count || (one.path < other.path ? -1 : 1));
}

/** The paths to the values of a payload; all elements of a list have one. */
function pathsIn(payload: object): ReadonlySet<string> {
  const paths = new Set<string>();
  const waiting: (readonly [value: unknown, path: readonly PathStep[]])[] = [[payload, []]];
  for (let looked = 0; looked < MOST_VALUES; looked += 1) {
    const next = waiting.shift();
    if (next === undefined) break;
    const [value, path] = next;
    if (typeof value !== 'object' || value === null) paths.add(printPath(path));
    else if (Array.isArray(value))
      for (const inner of value.slice(0, MOST_VALUES)) waiting.push([inner, [...path, { any: true }]]);
    else
      for (const [key, inner] of Object.entries(value).slice(0, MOST_VALUES)) waiting.push([inner, [...path, { key }]]);
  }
  return paths;
}
