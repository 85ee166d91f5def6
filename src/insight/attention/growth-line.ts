import type { AttentionLine } from '../../model/attention.ts';
import type { AttentionThresholds } from '../../model/settings.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;
const DAYS_MEASURED = 7;

/** Size of the database, and the pace of its log. */
export interface GrowthFacts {
  readonly sizeBytes: number;
  /** Calls of the log, about. */
  readonly logCount: number;
  /** Calls of the last 7 days. */
  readonly weekCount: number;
  /** Last cleanup of the log; null if there is none. */
  readonly cleanedAt: Date | null;
}

/** A line if the database grows fast, at the pace of the last 7 days, and nobody cleans it up. */
export function growthLine(
  facts: GrowthFacts,
  at: Date,
  { growthBytes: limit }: AttentionThresholds,
): AttentionLine | undefined {
  const { sizeBytes, logCount, weekCount, cleanedAt } = facts;
  if (logCount === 0) return undefined;
  const isCleanedUp = cleanedAt !== null && at.getTime() - cleanedAt.getTime() < DAYS * DAY_MS;
  const callCount = Math.round((weekCount * DAYS) / DAYS_MEASURED);
  const growthBytes = callCount * (sizeBytes / Math.max(logCount, weekCount));
  if (isCleanedUp || growthBytes <= limit) return undefined;
  return {
    kind: 'growth',
    id: 'growth',
    danger: 'low',
    since: null,
    measure: growthBytes,
    growthBytes,
    sizeBytes,
    callCount,
  };
}
