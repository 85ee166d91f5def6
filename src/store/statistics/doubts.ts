import type { Span } from '../answers/spans.ts';
import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import { lastHourBefore } from './log-times.ts';
import type { Reach } from './reach.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** The index and the log that it is compared with. */
interface Compared {
  readonly content: IndexContent;
  readonly log: LogSource;
}

/**
 * The reach of an index once the hours of a span are no longer trusted, though those before it are; undefined where neither index
 * nor log has any in it.
 */
export async function reachWithout({ content, log }: Compared, span: Span): Promise<Partial<Reach> | undefined> {
  const { frontier, trusted } = content.reach;
  const from = Math.floor(Math.max(0, span.from) / HOUR_SECONDS) * HOUR_SECONDS;
  const held = content.tables.checked.hourBefore(span.until) ?? -1;
  const logged = (await lastHourBefore(log, span.until)) ?? -1;
  const last = Math.max(held, logged);
  if (last < from) return undefined;
  const ofHeld = trusted ?? { from: frontier, until: frontier };
  return {
    frontier: Math.max(frontier, last + HOUR_SECONDS),
    trusted:
      ofHeld.from < from ? { from: ofHeld.from, until: trusted ? Math.min(trusted.until, from) : from } : undefined,
  };
}

/** The reach after the frontier came down to a second. */
export function reachDownTo({ trusted }: Reach, frontier: number): Pick<Reach, 'frontier' | 'trusted'> {
  const isTrusted = trusted !== undefined && frontier <= trusted.until;
  return isTrusted ? { frontier: Math.min(frontier, trusted.from), trusted: undefined } : { frontier, trusted };
}
