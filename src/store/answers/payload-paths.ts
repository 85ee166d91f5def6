import { printPath } from '../../filter/path.ts';
import type { PathStep } from '../../filter/query.ts';
import type { PathCount, PayloadPaths } from '../../model/values.ts';
import { toPayload } from './values.ts';

/** Size of a payload that is looked into, in bytes; longer ones are left out. */
export const LONGEST_PAYLOAD = 65_536;

/** Number of the newest calls that are looked at for one that has a payload. */
export const CALLS_PER_PAYLOAD = 10;

const MOST_VALUES = 1_000;
const MOST_PATHS = 5_000;

/** The payloads of a call as they are stored; null for none, or a long one. */
export type Payloads = readonly [request: unknown, response: unknown];

/** Counts the paths to the values in payloads. */
export function pathsOfPayloads(payloads: readonly Payloads[]): PayloadPaths {
  return {
    request: countPaths(payloads.map(([request]) => request)),
    response: countPaths(payloads.map(([, response]) => response)),
  };
}

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
