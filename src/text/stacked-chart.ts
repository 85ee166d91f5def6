import { type AreaOptions, cellSign, filledSteps, shadeSign, stepsPerCell } from './area-chart.ts';
import { greatest, resample } from './resample.ts';

/** A piece of a row in one colour: that of a series by its index. Blank cells belong to the piece before them. */
export interface Run {
  readonly text: string;
  readonly series: number;
}

/** Options of stacked series; one of them is drawn as a shade if no colours tell them apart. */
export interface StackOptions extends AreaOptions {
  readonly shaded?: number | undefined;
}

/** Series on top of each other, the first at the bottom: rows of runs, top row first, each row exactly `width` cells. */
export function stackedChart(
  series: readonly (readonly number[])[],
  options: StackOptions,
): readonly (readonly Run[])[] {
  const steps = stepsPerCell(options.style);
  const layers = series.map((values) => resample(values, options.width));
  const columns = Array.from({ length: options.width }, (_, at) => layers.map((layer) => layer[at] ?? 0));
  const max = options.max ?? greatest(columns.map((column) => sum(column)));
  const stacks = columns.map((column) => stack(column, max, options.height * steps));
  return Array.from({ length: options.height }, (_, row) => {
    return stackedRow(stacks, (options.height - 1 - row) * steps, options);
  });
}

/** Returns the top of each series in a column, in steps from the baseline. Every series above 0 gets at least one. */
function stack(values: readonly number[], max: number, steps: number): readonly number[] {
  const tops: number[] = [];
  let total = 0;
  let below = 0;
  for (const value of values) {
    total += Math.max(0, value);
    below = value > 0 ? Math.max(below + 1, filledSteps(total, max, steps)) : below;
    tops.push(below);
  }
  let limit = steps;
  for (let at = tops.length - 1; at >= 0; at--) {
    tops[at] = Math.max(0, Math.min(tops[at] ?? 0, limit));
    if ((values[at] ?? 0) > 0) limit = Math.min(limit, tops[at] ?? 0) - 1;
  }
  return tops;
}

function stackedRow(stacks: readonly (readonly number[])[], below: number, options: StackOptions): readonly Run[] {
  const { style, shaded } = options;
  const runs: Run[] = [];
  for (const tops of stacks) {
    const series = topSeries(tops, below, stepsPerCell(style));
    const sign = series === shaded ? shadeSign : cellSign;
    addCell(runs, sign((tops.at(-1) ?? 0) - below, style), series);
  }
  return runs;
}

/** The uppermost series that fills a step of the cell, -1 where none does. */
function topSeries(tops: readonly number[], below: number, steps: number): number {
  return tops.findLastIndex((top, at) => {
    const bottom = at === 0 ? 0 : (tops[at - 1] ?? 0);
    return top > bottom && top > below && bottom < below + steps;
  });
}

function addCell(runs: Run[], text: string, series: number): void {
  const last = runs.at(-1);
  if (last === undefined) runs.push({ text, series: Math.max(0, series) });
  else if (series < 0 || series === last.series)
    runs[runs.length - 1] = { text: last.text + text, series: last.series };
  else runs.push({ text, series });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + Math.max(0, value), 0);
}
