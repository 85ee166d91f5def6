import type { Span } from '../answers/spans.ts';
import { DamagedIndexError } from './bytes.ts';
import type { Mark } from './log-source.ts';

/** Reach of the index: it holds the calls up to its mark. */
export interface Reach extends Mark {
  /** It holds those of the hours from this second on; 0 means all. */
  readonly frontier: number;
  /** Hours below the frontier that it holds, too: once the frontier comes down to their end, it goes on at their beginning. */
  readonly trusted?: Span | undefined;
  /** Stamp of the log when all that was changed before it had been compared; undefined if it never was. */
  readonly compared?: string | undefined;
  /**
   * Number of times that the index was found to differ from the log; a rise means that earlier answers may be wrong.
   */
  readonly corrections: number;
  /** Place of the log, so that a person can tell whose index it is. */
  readonly label: string;
}

/** Reads what was stored of it. Throws a DamagedIndexError if that is anything else. */
export function parseReach(state: string): Reach {
  try {
    const reach = JSON.parse(state) as Reach;
    const texts = [reach.position, reach.look, reach.label];
    const numbers = [reach.rowCount, reach.frontier, reach.corrections];
    if (texts.every((text) => typeof text === 'string') && numbers.every(Number.isFinite)) return reach;
  } catch {
    // Said below, for what is no JSON and for what is something else.
  }
  throw new DamagedIndexError();
}
