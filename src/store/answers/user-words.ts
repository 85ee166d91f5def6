import type { UserWord } from '../../filter/query.ts';
import { isIdle } from '../../insight/key-state.ts';
import type { Id } from '../../model/id.ts';
import type { Thresholds } from '../../model/settings.ts';
import { fromTimestamp, toTimestamp } from './timestamps.ts';
import type { Crowd } from './user-snapshot.ts';
import { toFlag } from './values.ts';

const DAY_MS = 86_400_000;
// A time in another form sorts within so many days of the instant that it denotes.
const FORM_DAYS = 3;

/** The limits that users are judged by, and the time. */
export interface UserLimits {
  readonly thresholds: Thresholds;
  readonly now: Date;
}

/** The ids of the active users in a state. */
export function idsInState(state: UserWord, crowd: Crowd, limits: UserLimits): ReadonlySet<Id> {
  const isIn = state === 'never' ? (last: string | undefined) => last === undefined : idleTest(limits);
  return new Set(activeIds(crowd).filter((id) => isIn(crowd.lastCalls.get(id))));
}

/** The ids of the active users of whom the form of their last call's time decides whether they are idle. */
export function idsNearIdle(crowd: Crowd, limits: UserLimits): readonly Id[] {
  const { early, late } = nearBounds(limits);
  return activeIds(crowd).filter((id) => {
    const last = crowd.lastCalls.get(id);
    return last !== undefined && last >= early && last < late;
  });
}

function activeIds({ entries }: Crowd): readonly Id[] {
  return [...entries].flatMap(([id, [, , isActive]]) => (toFlag(isActive) ? [id] : []));
}

function idleTest(limits: UserLimits): (last: string | undefined) => boolean {
  const { early, late } = nearBounds(limits);
  return (last) => {
    if (last === undefined || last >= late) return false;
    if (last < early) return true;
    const at = fromTimestamp(last);
    return at !== null && isIdle(at, limits.thresholds, limits.now);
  };
}

// Most users are judged by the text of the time, without reading it.
function nearBounds({ thresholds, now }: UserLimits): { readonly early: string; readonly late: string } {
  const { idleDays } = thresholds.attention;
  const bound = (days: number) => toTimestamp(new Date(now.getTime() - days * DAY_MS)).slice(0, 10);
  return { early: bound(idleDays + FORM_DAYS), late: bound(idleDays - FORM_DAYS) };
}
