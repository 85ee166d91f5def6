import type { Thresholds } from '../model/settings.ts';
import type { KeyState } from '../model/user.ts';

const DAY_MS = 86_400_000;

/** Facts from which the state of a key is concluded. */
export interface KeyFacts {
  readonly isActive: boolean;
  /** Of all time. */
  readonly lastCallAt: Date | null;
  /** All calls of a window, and how long it is. */
  readonly callCount: number;
  readonly errorCount: number;
  readonly windowDays: number;
  /** Calls of each of some days before the window. */
  readonly callsByDayBefore: readonly number[];
}

/** The states in the order in which an operator would look at them, the first one last. */
export const keyStates: readonly KeyState[] = ['inactive', 'ok', 'idle', 'never', 'hot', 'errors'];

/** The state of a key. */
export function keyStateOf(facts: KeyFacts, thresholds: Thresholds, now: Date): KeyState {
  if (!facts.isActive) return 'inactive';
  if (facts.lastCallAt === null) return 'never';
  if (isIdle(facts.lastCallAt, thresholds, now)) return 'idle';
  const { callCount, errorCount } = facts;
  if (callCount === 0 || callCount < thresholds.attention.userMinCalls) return 'ok';
  if (errorCount / callCount >= thresholds.errorShare.bad) return 'errors';
  return isHot(facts, thresholds) ? 'hot' : 'ok';
}

/** Tells whether a key that was last used then is idle. */
export function isIdle(lastCallAt: Date, { attention: { idleDays } }: Thresholds, now: Date): boolean {
  return now.getTime() - lastCallAt.getTime() > idleDays * DAY_MS;
}

// Days without calls do not count: a key that is used once a week is not hot on that day.
function isHot(
  { callCount, windowDays, callsByDayBefore }: KeyFacts,
  { attention: { userHotFactor } }: Thresholds,
): boolean {
  const days = callsByDayBefore.filter((calls) => calls > 0).sort((one, other) => one - other);
  if (days.length === 0 || windowDays <= 0) return false;
  const middle = (days.length - 1) / 2;
  const median = ((days[Math.floor(middle)] ?? 0) + (days[Math.ceil(middle)] ?? 0)) / 2;
  return callCount / windowDays >= userHotFactor * median;
}
