import type { BoundQuery } from '../../filter/bound-query.ts';

/** Returns a text that differs for every two queries that differ. */
export function nameOfQuery(query: BoundQuery | undefined): string {
  return JSON.stringify(query, writeAnything) ?? '';
}

function writeAnything(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...value].map(String);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
