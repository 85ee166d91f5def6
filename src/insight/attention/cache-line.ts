import type { AttentionLine } from '../../model/attention.ts';
import type { AttentionThresholds } from '../../model/settings.ts';

/** Entries of the cache, those that somebody invalidated left out. */
export interface CacheFacts {
  readonly entryCount: number;
  readonly failedCount: number;
  readonly lastFailedAt: Date | null;
}

// Of fewer entries a share says nothing.
const FEWEST_ENTRIES = 20;
const TIMES_FOR_BAD = 4;

/** A line if many classifications failed. */
export function cacheLine(facts: CacheFacts, { cacheFailureShare }: AttentionThresholds): AttentionLine | undefined {
  const { entryCount, failedCount, lastFailedAt } = facts;
  const share = failedCount / Math.max(1, entryCount);
  if (entryCount < FEWEST_ENTRIES || share < cacheFailureShare) return undefined;
  const danger = share >= TIMES_FOR_BAD * cacheFailureShare ? 'bad' : 'raised';
  return {
    kind: 'cache failures',
    id: 'cache failures',
    danger,
    since: null,
    measure: share,
    entryCount,
    failedCount,
    lastFailedAt,
  };
}
