import { deadKeyLine } from '../../../insight/attention/key-lines.ts';
import type { AttentionLine } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { CallSums } from '../call-sums.ts';
import type { AttentionFeed } from './attention-feed.ts';
import { askEach, type ClosedWindow } from './hour-slices.ts';
import { hoursOf } from './user-hours.ts';

const REFUSED = [401, 403].map((status) => {
  const test = { is: 'range', from: status, to: status, isFromOpen: false, isToOpen: false } as const;
  return { kind: 'status', test } as const;
});

/** Sources of the calls of inactive users. */
export interface DeadKeySources {
  readonly sums: Pick<CallSums, 'timeline'>;
  readonly feed: Pick<AttentionFeed, 'atOnce' | 'nameUsers'>;
}

/** Lines for the keys of inactive users that were refused after their last call that was not. */
export async function* lookAtDeadKeys(
  { sums, feed }: DeadKeySources,
  window: ClosedWindow,
  ids: ReadonlySet<Id>,
): AsyncGenerator<undefined, readonly AttentionLine[]> {
  const names = await feed.nameUsers([...ids]);
  const lines: AttentionLine[] = [];
  const hours = (userId: Id) =>
    Promise.all([
      hoursOf(sums, window, { userId }),
      hoursOf(sums, window, { userId, query: { kind: 'or', parts: REFUSED } }),
    ]);
  for await (const [userId, [all, refused]] of askEach([...ids], feed.atOnce, hours)) {
    const refusedIn = new Map(refused.map(([{ from }, { callCount }]) => [from.getTime(), callCount]));
    const counts = all.map(([{ from }, { callCount }]) => ({
      from,
      callCount,
      refusedCount: refusedIn.get(from.getTime()) ?? 0,
    }));
    const username = names.get(userId);
    const line = username && deadKeyLine({ userId, username, ...refusedSince(counts), window });
    if (line) lines.push(line);
    yield undefined;
  }
  return lines;
}

interface RefusedHour {
  readonly from: Date;
  readonly callCount: number;
  readonly refusedCount: number;
}

/** Counts what was refused since the last hour in which something was not: until then the key was good. */
function refusedSince(hours: readonly RefusedHour[]): { readonly callCount: number; readonly since: Date | null } {
  const good = hours.findIndex(({ callCount, refusedCount }) => callCount > refusedCount);
  const since = (good === -1 ? hours : hours.slice(0, good)).filter(({ refusedCount }) => refusedCount > 0);
  return {
    callCount: since.reduce((sum, { refusedCount }) => sum + refusedCount, 0),
    since: since.at(-1)?.from ?? null,
  };
}
