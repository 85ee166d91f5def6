import type { Wanted } from './block-scan.ts';
import type { FailedCalls } from './failed-ids.ts';
import type { Names } from './names.ts';
import { fitsNone, type TimedQuery } from './timed-queries.ts';
import { Verdicts } from './verdicts.ts';

/** A query with the failed calls that fit it, where it looks at messages. */
export interface FoundQuery extends TimedQuery {
  readonly failed?: FailedCalls;
}

/** The calls that a query is about. */
export function wantedOf({ span, query, failed }: FoundQuery, names: Names): Wanted {
  const verdicts = query && new Verdicts(query, names);
  return { span, verdicts, ...(failed && { failed: { ...failed, isError: names.isError } }) };
}

/** Tells whether a query fits no call of blocks. */
export function isHopeless({ query, failed }: FoundQuery): boolean {
  return fitsNone(query) && failed?.isEmpty !== false;
}
