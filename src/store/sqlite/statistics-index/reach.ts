import { DamagedIndexError } from './bytes.ts';

/** How far the index reaches. */
export interface Reach {
  /** It holds calls with an id up to this. */
  readonly sealed: number;
  /** It holds those of the hours from this second on; 0 means all. */
  readonly frontier: number;
  /** The smallest id of the log; null where the log was empty. */
  readonly first: number | null;
  /** What the row `sealed` looked like; null where there was none. */
  readonly anchor: string | null;
  /** Where the database was, so that a person can tell whose index it is. */
  readonly path: string;
}

/** Reads what was stored of it. Throws a DamagedIndexError where that is anything else. */
export function parseReach(state: string): Reach {
  try {
    const reach = JSON.parse(state) as Reach;
    if (Number.isFinite(reach.sealed) && Number.isFinite(reach.frontier)) return reach;
  } catch {
    // Said below, for what is no JSON and for what is something else.
  }
  throw new DamagedIndexError();
}
