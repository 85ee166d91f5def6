import type { ChartStyle } from './area-chart.ts';
import { filledSteps } from './area-chart.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of at most `width` cells, to an eighth of a cell; anything above nothing shows. It is not padded. */
export function bar(value: number, max: number, width: number, style: ChartStyle): string {
  if (style === 'ascii') return '#'.repeat(filledSteps(value, max, Math.max(0, width)));
  const eighths = filledSteps(value, max, Math.max(0, width) * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
