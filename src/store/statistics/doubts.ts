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
 * The reach of an index once the hours of some spans are no longer trusted, and none between them; those before them are. Undefined
 * where neither index nor log has any in them.
 */
export async function reachWithout(
  { content, log }: Compared,
  spans: readonly Span[],
): Promise<Pick<Reach, 'frontier' | 'trusted'> | undefined> {
  const { frontier, trusted } = content.reach;
  const doubted = { from: Number.POSITIVE_INFINITY, until: 0 };
  for (const span of spans) {
    const from = Math.floor(Math.max(0, span.from) / HOUR_SECONDS) * HOUR_SECONDS;
    const held = content.tables.checked.hourBefore(span.until) ?? -1;
    const logged = (await lastHourBefore(log, span.until)) ?? -1;
    if (Math.max(held, logged) < from) continue;
    doubted.from = Math.min(doubted.from, from);
    doubted.until = Math.max(doubted.until, held + HOUR_SECONDS, logged + HOUR_SECONDS);
  }
  if (doubted.until === 0) return undefined;
  const held = trusted ?? { from: frontier, until: Number.POSITIVE_INFINITY };
  const until = Math.min(held.until, doubted.from);
  return {
    frontier: Math.max(frontier, doubted.until),
    trusted: held.from < until ? { from: held.from, until } : undefined,
  };
}

/** The reach after the frontier came down to a second. */
export function reachDownTo({ trusted }: Reach, frontier: number): Pick<Reach, 'frontier' | 'trusted'> {
  const isTrusted = trusted !== undefined && frontier <= trusted.until;
  return isTrusted ? { frontier: Math.min(frontier, trusted.from), trusted: undefined } : { frontier, trusted };
}
