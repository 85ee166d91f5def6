import { formatCompact } from './numbers.ts';

const NICE_STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
const UNIT_SIZES: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** A label beside a row of a chart; row 0 is at the top. */
export interface AxisLabel {
  readonly row: number;
  readonly text: string;
}

/** The next round number for the upper edge of a chart, at least 1: a whole one of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 or 10 times a power of ten. */
export function niceMax(max: number): number {
  if (!(max > 1) || !Number.isFinite(max)) return 1;
  const power = 10 ** Math.floor(Math.log10(max));
  const step = NICE_STEPS.find((candidate) => candidate * power >= max && Number.isInteger(candidate * power)) ?? 10;
  return step * power;
}

/** Labels for an axis from 0 (bottom row) to `max` (top row), with steps between where there is room and they are round. */
export function axisLabels(max: number, height: number): readonly AxisLabel[] {
  if (height <= 0) return [];
  if (height === 1) return [{ row: 0, text: formatCompact(max) }];
  const divisions = height >= 13 && isRound(max / 4) ? 4 : height >= 5 && isRound(max / 2) ? 2 : 1;
  return Array.from({ length: divisions + 1 }, (_, step) => ({
    row: Math.round(((height - 1) * step) / divisions),
    text: formatCompact(max * (1 - step / divisions)),
  }));
}

/** Tells whether the number is whole and its short form is exact. */
function isRound(value: number): boolean {
  const text = formatCompact(value);
  const size = UNIT_SIZES[text.slice(-1)] ?? 1;
  return Number.isInteger(value) && Math.abs(Number.parseFloat(text) * size - value) < 1e-6 * value;
}
