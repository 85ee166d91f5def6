import { type Segment, segmentsWidth } from '../theme/segments.ts';

/** A key of a dialog with its word, and the word for where there is little room. */
export type Hint = readonly [key: string, word: string, shortWord?: string];

/** The keys of a dialog, each with its word, as they fit whole into so many cells: with short words, and then only the first ones. */
export function hintSegments(hints: readonly Hint[], width: number): readonly Segment[] {
  const whole = segmentsOf(hints, '   ');
  if (segmentsWidth(whole) <= width) return whole;
  const short = hints.map(([key, word, shortWord = word]) => [key, shortWord] as const);
  const count =
    short.findLastIndex((_, last) => segmentsWidth(segmentsOf(short.slice(0, last + 1), '  ')) <= width) + 1;
  return segmentsOf(short.slice(0, count), '  ');
}

/** Returns the cells that the keys take with their words. */
export function hintsWidth(hints: readonly Hint[]): number {
  return segmentsWidth(segmentsOf(hints, '   '));
}

function segmentsOf(hints: readonly Hint[], gap: string): readonly Segment[] {
  return hints.flatMap(([key, word], place): Segment[] => [
    { text: `${place === 0 ? '' : gap}${key}`, tone: 'accent', bold: true },
    { text: ` ${word}`, tone: 'muted' },
  ]);
}
