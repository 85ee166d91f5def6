import { greatest, resample } from './resample.ts';

/** The signs a chart is made of: eighths of blocks, or ASCII. */
export type ChartStyle = 'blocks' | 'ascii';

/** The size of a chart in cells, the value of its upper edge (the greatest unless given) and its signs. */
export interface AreaOptions {
  readonly width: number;
  readonly height: number;
  readonly max?: number;
  readonly style: ChartStyle;
}

const SIGNS: Readonly<Record<ChartStyle, string>> = { blocks: ' ▁▂▃▄▅▆▇█', ascii: ' .#' };
const SHADES: Readonly<Record<ChartStyle, string>> = { blocks: ' .░▒', ascii: ' -=' };

/** Returns how many steps on top of each other a cell has. */
export function stepsPerCell(style: ChartStyle): number {
  return SIGNS[style].length - 1;
}

/** An area over a baseline: `height` rows, top first, each exactly `width` cells. Anything above nothing shows. */
export function areaChart(values: readonly number[], options: AreaOptions): readonly string[] {
  const { width, height, style } = options;
  const steps = stepsPerCell(style);
  const max = options.max ?? greatest(values);
  const filled = resample(values, width).map((value) => filledSteps(value, max, height * steps));
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * steps;
    return filled.map((count) => cellSign(count - below, style)).join('');
  });
}

/** Number of `steps` that a value fills; 0 only for a value of 0. */
export function filledSteps(value: number, max: number, steps: number): number {
  if (!(value > 0) || !(max > 0)) return 0;
  return Math.min(steps, Math.max(1, Math.round((value / max) * steps)));
}

/** The sign of a cell that is filled so many steps from its bottom; what is out of the cell is cut off. */
export function cellSign(filled: number, style: ChartStyle): string {
  return SIGNS[style].charAt(Math.min(stepsPerCell(style), Math.max(0, filled)));
}

/** The same cell as a shade, which is told from a solid one without colours: the lighter the less of it is filled. */
export function shadeSign(filled: number, style: ChartStyle): string {
  const share = Math.min(1, Math.max(0, filled) / stepsPerCell(style));
  return SHADES[style].charAt(Math.ceil(share * (SHADES[style].length - 1)));
}
