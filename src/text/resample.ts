/** The values as `count` values: the greatest of each step where there are more, so that peaks stay; repeated where there are fewer. */
export function resample(values: readonly number[], count: number): readonly number[] {
  if (values.length === 0 || count <= 0) return new Array<number>(Math.max(0, count)).fill(0);
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor((index * values.length) / count);
    const end = Math.max(start + 1, Math.floor(((index + 1) * values.length) / count));
    let greatest = values[start] ?? 0;
    for (let at = start + 1; at < end; at++) greatest = Math.max(greatest, values[at] ?? 0);
    return greatest;
  });
}

/** The greatest value, at least 0. */
export function greatest(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0);
}
