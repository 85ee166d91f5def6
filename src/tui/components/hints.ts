import { type Segment, segmentsWidth } from '../theme/segments.ts';

/** A key of a dialog with its word, and the word for where there is little room. */
export type Hint = readonly [key: string, word: string, shortWord?: string];

/** The keys of a dialog, each with its word, as they fit whole into so many cells: with short words, and then only the first ones. A click on one is told. */
export function hintSegments(
  hints: readonly Hint[],
  width: number,
  onClick?: (key: string) => void,
): readonly Segment[] {
  const whole = segmentsOf(hints, '   ', onClick);
  if (segmentsWidth(whole) <= width) return whole;
  const short = hints.map(shortened);
  const count =
    short.findLastIndex((_, last) => segmentsWidth(segmentsOf(short.slice(0, last + 1), '  ')) <= width) + 1;
  return segmentsOf(short.slice(0, count), '  ', onClick);
}

/** Returns the cells that the keys take with their words. */
export function hintsWidth(hints: readonly Hint[]): number {
  return segmentsWidth(segmentsOf(hints, '   '));
}

/** Returns the cells that the keys take with their short words. */
export function leastHintsWidth(hints: readonly Hint[]): number {
  return segmentsWidth(segmentsOf(hints.map(shortened), '  '));
}

function shortened([key, word, shortWord = word]: Hint): Hint {
  return [key, shortWord];
}

function segmentsOf(hints: readonly Hint[], gap: string, onClick?: (key: string) => void): readonly Segment[] {
  return hints.flatMap(([key, word], place): Segment[] => {
    const click = onClick && { onClick: () => onClick(key) };
    return [
      { text: `${place === 0 ? '' : gap}${key}`, tone: 'accent', bold: true, ...click },
      { text: ` ${word}`, tone: 'muted', ...click },
    ];
  });
}
