import { msStep } from '../../text/ms-span.ts';

/** A response time in at most four cells, for an axis: `0.1`, `500`, `1 s`, `20 s`. */
export function msLabel(ms: number): string {
  const { number, unit } = msStep(ms);
  const text = unit === 'ms' ? number : `${number} ${unit}`;
  return text.length <= 4 ? text : `${number}${unit}`;
}
