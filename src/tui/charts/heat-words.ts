import { formatCount, formatShare, type SpanContext } from '../../text/format.ts';
import { msSpan } from '../../text/ms-span.ts';
import type { Segment } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';
import { spanForms } from './bucket-words.ts';
import type { ChartColumn } from './chart-columns.ts';
import { type HeatShare, levelLimits } from './heat.ts';
import { heatSign, heatTone, percentileSigns } from './heat-rows.ts';

/** The calls of some cells of a heatmap: their time, their response times, and how many of how many they are. */
export interface HeatSpan extends Pick<ChartColumn, 'from' | 'to' | 'isRunning'> {
  readonly fromMs: number;
  readonly toMs: number;
  readonly callCount: number;
  readonly ofCalls: number;
}

/** Describes some cells in several forms, the most telling first: `17:10–17:15 · 20–50 ms · 212 calls · 88 %`. */
export function heatSpanForms(span: HeatSpan, context: SpanContext): readonly (readonly Segment[])[] {
  const { days, brief } = spanForms(span, context);
  const calls = `${formatCount(span.callCount)} ${span.callCount === 1 ? 'call' : 'calls'}`;
  const share = formatShare(span.callCount, span.ofCalls);
  const ms = msSpan(span.fromMs, span.toMs);
  const forms = [
    [days, ms, calls, share],
    [brief, ms, calls, share],
    [brief, ms, formatCount(span.callCount)],
    [ms, calls],
  ];
  return forms.map((facts) => [{ text: facts.join(' · '), tone: 'accent' }]);
}

/** Explains the signs of a heatmap, in several forms, the longest first. */
export function heatLegend(theme: Theme, share: HeatShare, hasLines: boolean): readonly (readonly Segment[])[] {
  const lines: readonly Segment[] = hasLines
    ? [{ text: `${percentileSigns[0]} p50 ${percentileSigns[1]} p95  `, tone: 'strong' }]
    : [];
  const sign = (level: number): Segment => ({ text: heatSign(theme, level), tone: heatTone(level) });
  const ramp = [1, 2, 3, 4, 5, 6] as const;
  if (share === 'all') {
    const few: readonly Segment[] = [
      { text: 'few ', tone: 'muted' },
      ...ramp.map(sign),
      { text: ' many', tone: 'muted' },
    ];
    return [[...lines, ...few], few, lines];
  }
  const limits = ramp.flatMap((level): readonly Segment[] => {
    const limit = levelLimits[level - 1];
    return [sign(level), { text: limit === undefined ? `>${levelLimits.at(-1)} %` : `≤${limit} `, tone: 'muted' }];
  });
  const whole: Segment = { text: ' of its column', tone: 'muted' };
  return [[...lines, ...limits, whole], [...lines, ...limits], limits, lines];
}
