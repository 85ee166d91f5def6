import { greatest, resample } from './resample.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
const ASCII = '_-=+*%#@';

/** Options of a sparkline: value of a full cell (default: the maximum), width in cells (default: number of values). */
export interface SparklineOptions {
  readonly max?: number;
  readonly width?: number;
  readonly ascii?: boolean;
}

/** Values as one line of bars. Nothing is a gap and anything else at least the lowest bar; nothing at all is a dotted line. */
export function sparkline(values: readonly number[], options: SparklineOptions = {}): string {
  const width = options.width ?? values.length;
  const max = options.max ?? greatest(values);
  const levels = options.ascii ? ASCII : BLOCKS;
  const points = resample(values, width);
  if (!points.some((value) => value > 0)) return (options.ascii ? '.' : '·').repeat(points.length);
  return points.map((value) => (value > 0 ? level(value / max, levels) : ' ')).join('');
}

function level(share: number, levels: string): string {
  const index = Math.ceil(share * levels.length) - 1;
  return levels.charAt(Math.min(levels.length - 1, Math.max(0, index)));
}
