import { type Segment, segmentsWidth } from '../theme/segments.ts';

/** The keys of a dialog, each with its word: as many of them, the first ones, as fit whole into so many cells. */
export function hintSegments(
  hints: readonly (readonly [key: string, word: string])[],
  width: number,
): readonly Segment[] {
  const segments: Segment[] = [];
  for (const [key, word] of hints) {
    const hint: readonly Segment[] = [
      { text: `${segments.length === 0 ? '' : '   '}${key}`, tone: 'accent', bold: true },
      { text: ` ${word}`, tone: 'muted' },
    ];
    if (segmentsWidth([...segments, ...hint]) > width) break;
    segments.push(...hint);
  }
  return segments;
}
