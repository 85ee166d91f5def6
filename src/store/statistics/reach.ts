import { DamagedIndexError } from './bytes.ts';

/** How far the index reaches. */
export interface Reach {
  /** It holds calls with an id up to this. */
  readonly sealed: bigint;
  /** It holds those of the hours from this second on; 0 means all. */
  readonly frontier: number;
  /** The smallest id of the log; null where the log was empty. */
  readonly first: bigint | null;
  /** What the row `sealed` looked like; null where there was none. */
  readonly anchor: string | null;
  /** How often something in it was found to be other than the log: whoever follows it knows what they answered may be wrong. */
  readonly corrections: number;
  /** Where the database was, so that a person can tell whose index it is. */
  readonly path: string;
}

/** Writes it as text; ids keep all their digits. */
export function formatReach({ sealed, first, ...rest }: Reach): string {
  return JSON.stringify({ ...rest, sealed: String(sealed), first: first === null ? null : String(first) });
}

/** Reads what was stored of it. Throws a DamagedIndexError where that is anything else. */
export function parseReach(state: string): Reach {
  try {
    const { sealed, first, ...rest } = JSON.parse(state) as Record<'sealed' | 'first', string | null> & Reach;
    const reach = { ...rest, sealed: BigInt(sealed ?? ''), first: first === null ? null : BigInt(first) };
    if (sealed !== null && Number.isFinite(reach.frontier) && Number.isFinite(reach.corrections)) return reach;
  } catch {
    // Said below, for what is no JSON and for what is something else.
  }
  throw new DamagedIndexError();
}
