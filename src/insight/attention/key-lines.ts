import type { AttentionLine, CountedUsers } from '../../model/attention.ts';
import type { Id } from '../../model/id.ts';
import type { AttentionThresholds } from '../../model/settings.ts';
import type { Window } from '../../model/window.ts';

const DAY_MS = 86_400_000;

/** The key of a user. */
export interface KeyFacts {
  readonly isActive: boolean;
  readonly createdAt: Date | null;
  /** Null if it was never used. */
  readonly lastCallAt: Date | null;
}

/** Verdict on an active key that nobody uses; undefined for the others. */
export function unusedKey(key: KeyFacts, at: Date, thresholds: AttentionThresholds): 'never used' | 'idle' | undefined {
  if (!key.isActive) return undefined;
  const isOlder = (time: Date, days: number) => at.getTime() - time.getTime() > days * DAY_MS;
  if (key.lastCallAt !== null) return isOlder(key.lastCallAt, thresholds.idleDays) ? 'idle' : undefined;
  return key.createdAt !== null && isOlder(key.createdAt, thresholds.neverUsedDays) ? 'never used' : undefined;
}

/** Keys that nobody uses, and the earliest of their times: when they were made, or used last. */
export interface UnusedKeys extends CountedUsers {
  readonly earliest: Date | null;
}

/** A line that counts the keys of one verdict; none if there are none. */
export function unusedKeysLine(
  kind: 'never used' | 'idle',
  { earliest, ...users }: UnusedKeys,
  { neverUsedDays, idleDays }: AttentionThresholds,
): AttentionLine | undefined {
  if (users.userCount === 0) return undefined;
  const days = kind === 'never used' ? neverUsedDays : idleDays;
  return { kind, id: kind, danger: 'low', since: earliest, measure: users.userCount, days, ...users };
}

/** Calls of an inactive user that were refused in a window. */
export interface DeadKeyFacts {
  readonly userId: Id;
  readonly username: string;
  readonly callCount: number;
  readonly since: Date | null;
  readonly window: Window;
}

/** A line for a key that is refused and that somebody still uses; none if nobody does. */
export function deadKeyLine(facts: DeadKeyFacts): AttentionLine | undefined {
  if (facts.callCount === 0) return undefined;
  return { kind: 'dead key', id: `dead key ${facts.userId}`, danger: 'raised', measure: facts.callCount, ...facts };
}
