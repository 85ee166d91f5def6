import {
  type Condition,
  hitText,
  holds,
  isApproximately,
  METRICS,
  metricText,
} from '../../questions/check-conditions.ts';
import type { CheckValues } from '../../questions/check-values.ts';
import { formatCount } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { printLines } from '../print/print.ts';
import type { Where } from '../where.ts';

/** Verdict on a condition. */
export interface Verdict {
  readonly condition: Condition;
  readonly value: number | null;
  readonly isApproximate: boolean;
  readonly isHit: boolean;
  /** Reason why it was not judged. */
  readonly reason?: string;
}

/** Judges a condition by the values that were read. */
export function judge(
  condition: Condition,
  { values, callCount, isApproximate: arePercentilesApproximate, historyShare }: CheckValues,
  { minCalls, inWindow }: { readonly minCalls: number; readonly inWindow: string },
): Verdict {
  const { metric } = condition;
  const value = values[metric] ?? null;
  const isApproximate = isApproximately(metric, arePercentilesApproximate);
  const isOfGroups = metric === 'new_groups' || metric === 'rising_groups';
  if (METRICS[metric].needsCalls && callCount < minCalls) {
    const calls = `${formatCount(callCount)} ${callCount === 1 ? 'call' : 'calls'}`;
    return {
      condition,
      value,
      isApproximate,
      isHit: false,
      reason: `${metric} was not judged: ${calls}${inWindow}, fewer than ${formatCount(minCalls)} (--min-calls).`,
    };
  }
  if (value === null) {
    const reason = `${metric} was not judged: ${lackOf(callCount, inWindow)}.`;
    return { condition, value, isApproximate: false, isHit: false, reason };
  }
  const isHit = holds(condition, value);
  const share = `only ${Math.floor(historyShare * 100)} % of the log is known so far`;
  return {
    condition,
    value,
    isApproximate,
    isHit,
    ...(isOfGroups && historyShare < 1 && !isHit && { reason: `${metric} may be more: ${share}.` }),
  };
}

function lackOf(callCount: number, inWindow: string): string {
  return callCount === 0 ? `there is no call${inWindow}` : `no call${inWindow} has a response time`;
}

/** Prints the conditions that hold, or that all is fine. */
export function printVerdicts(context: Context, verdicts: readonly Verdict[], isFine: boolean): void {
  if (!isFine) {
    const hits = verdicts.flatMap(({ condition, value, isApproximate, isHit }) =>
      isHit && value !== null ? [hitText(condition, { value, isApproximate })] : [],
    );
    printLines(context, hits);
    return;
  }
  const metrics = new Map(
    verdicts.flatMap(({ condition: { metric }, value, isApproximate, reason }) =>
      value === null || reason ? [] : [[metric, { value, isApproximate }]],
    ),
  );
  const words = [...metrics].map(([metric, value]) => `${metric} ${metricText(metric, value)}`);
  if (words.length > 0) printLines(context, [`fine: ${words.join(', ')}`]);
}

/** The verdicts as JSON has them. */
export function verdictsForJson({
  verdicts,
  found,
  window,
  where,
  isFine,
}: {
  readonly verdicts: readonly Verdict[];
  readonly found: CheckValues;
  readonly window: { readonly from: Date; readonly to: Date };
  readonly where: Where | undefined;
  readonly isFine: boolean;
}): object {
  return {
    ok: isFine,
    from: window.from,
    to: window.to,
    where: where?.filter,
    calls: found.callCount,
    conditions: verdicts.map(({ condition, value, isApproximate, isHit, reason }) => ({
      condition: condition.text,
      metric: condition.metric,
      // Infinity is no number of JSON: nobody ever called.
      value: value !== null && Number.isFinite(value) ? value : null,
      ...(isApproximate && { approximate: true }),
      limit: condition.limit,
      hit: isHit,
      judged: reason === undefined || isHit,
    })),
  };
}
