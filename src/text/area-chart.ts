import { greatest, resample } from './resample.ts';

/** The signs a chart is made of: braille dots (2 x 4 a cell), eighths of blocks, or ASCII. */
export type ChartStyle = 'braille' | 'blocks' | 'ascii';

/** The size of a chart in cells, the value of its upper edge (the greatest unless given) and its signs. */
export interface AreaOptions {
  readonly width: number;
  readonly height: number;
  readonly max?: number;
  readonly style: ChartStyle;
}

/** Resolution of a style: values side by side in a cell, and steps on top of each other. */
interface Grain {
  readonly across: number;
  readonly steps: number;
}

const BLOCKS = ' ▁▂▃▄▅▆▇█';
const ASCII = ' .#';
/** The dots of a braille cell filled from the bottom, by how many are filled. */
const LEFT_DOTS = [0x00, 0x40, 0x44, 0x46, 0x47] as const;
const RIGHT_DOTS = [0x00, 0x80, 0xa0, 0xb0, 0xb8] as const;

/** Returns the resolution of a style. */
export function grain(style: ChartStyle): Grain {
  if (style === 'braille') return { across: 2, steps: 4 };
  return { across: 1, steps: style === 'blocks' ? BLOCKS.length - 1 : ASCII.length - 1 };
}

/** An area over a baseline: `height` rows, top first, each exactly `width` cells. Anything above nothing shows. */
export function areaChart(values: readonly number[], options: AreaOptions): readonly string[] {
  const { width, height, style } = options;
  const { across, steps } = grain(style);
  const max = options.max ?? greatest(values);
  const filled = resample(values, width * across).map((value) => filledSteps(value, max, height * steps));
  return Array.from({ length: height }, (_, row) => areaRow(filled, (height - 1 - row) * steps, options));
}

/** Number of `steps` that a value fills; 0 only for a value of 0. */
export function filledSteps(value: number, max: number, steps: number): number {
  if (!(value > 0) || !(max > 0)) return 0;
  return Math.min(steps, Math.max(1, Math.round((value / max) * steps)));
}

/** The sign of a cell whose columns are filled so many steps from its bottom; what is out of the cell is cut off. */
export function cellSign(filled: readonly number[], style: ChartStyle): string {
  const { steps } = grain(style);
  const [left = 0, right = 0] = filled.map((count) => Math.min(steps, Math.max(0, count)));
  if (style === 'blocks') return BLOCKS.charAt(left);
  if (style === 'ascii') return ASCII.charAt(left);
  const dots = (LEFT_DOTS[left] ?? 0) | (RIGHT_DOTS[right] ?? 0);
  return dots === 0 ? ' ' : String.fromCharCode(0x2800 + dots);
}

/** The same cell without gaps: as a block that is as high as the highest of its columns. */
export function solidSign(filled: readonly number[], style: ChartStyle): string {
  const { steps } = grain(style);
  const share = Math.min(1, Math.max(0, ...filled) / steps);
  return BLOCKS.charAt(Math.round(share * (BLOCKS.length - 1)));
}

function areaRow(filled: readonly number[], below: number, { width, style }: AreaOptions): string {
  const { across } = grain(style);
  let row = '';
  for (let cell = 0; cell < width; cell++) {
    const columns = filled.slice(cell * across, (cell + 1) * across);
    row += cellSign(
      columns.map((count) => count - below),
      style,
    );
  }
  return row;
}
