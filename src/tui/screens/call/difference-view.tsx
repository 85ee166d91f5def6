import { HitBox, Line, PaintedLines } from '../../components/line.tsx';
import { actionKey } from '../../keys/active-keymap.ts';
import type { HitPlace } from '../../keys/mouse.ts';
import { useKeyPress } from '../../keys/use-keys.ts';
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
  const press = useKeyPress();
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
  const click = ({ y }: HitPlace): void => {
    if (top + y === cursor) press(actionKey({ scope: 'call', action: 'open' }));
    else difference.moveTo(top + y);
  };
  return (
    <HitBox width={width} height={texts.length} onClick={click}>
      <PaintedLines texts={texts} />
    </HitBox>
  );
}
