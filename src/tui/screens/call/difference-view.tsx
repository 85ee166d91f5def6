import { Box } from 'ink';
import { Line, PaintedLines } from '../../components/line.tsx';
import { fitSegments, paintSegments, type Segment, segmentsWidth } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { differenceSegments } from './difference-segments.ts';
import { MARGIN } from './layout.ts';
import type { DifferenceTo } from './use-difference.ts';

/** The differences to another call, one a line, or why there are none. */
export function DifferenceView(props: {
  readonly difference: DifferenceTo;
  readonly width: number;
  readonly height: number;
  readonly isRevealed: boolean;
}) {
  const { difference, width, height, isRevealed } = props;
  const theme = useTheme();
  const { run, word, cursor, top } = difference;
  if (run === undefined || word !== '') return <Line width={width} left={[{ text: `   ${word}`, tone: 'muted' }]} />;
  const room = width - MARGIN - 1;
  const texts = run.found.slice(top, top + height).map((found, line) => {
    const selected = top + line === cursor;
    const segments: readonly Segment[] = [
      { text: selected ? ' ❯ ' : '   ', tone: 'accent' },
      ...fitSegments(differenceSegments(run, found, { width: room, isRevealed }), room),
    ];
    if (!selected) return paintSegments(theme, segments);
    const blanks = ' '.repeat(Math.max(0, width - 1 - segmentsWidth(segments)));
    return paintSegments(theme, [
      ...segments.map((segment) => ({ ...segment, bold: true, selected })),
      { text: blanks, selected },
    ]);
  });
  return (
    <Box flexDirection="column">
      <PaintedLines texts={texts} />
    </Box>
  );
}
