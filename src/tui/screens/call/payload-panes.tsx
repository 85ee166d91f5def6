import { HitBox, PaintedLines } from '../../components/line.tsx';
import { actionKey } from '../../keys/active-keymap.ts';
import type { HitPlace } from '../../keys/mouse.ts';
import { useKeyPress } from '../../keys/use-keys.ts';
import { fitSegments, paintSegments, type Segment, segmentsWidth } from '../../theme/segments.ts';
import type { Theme } from '../../theme/theme.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { BETWEEN, type CallLayout, MARGIN } from './layout.ts';
import { rowSegments, withMatches } from './row-segments.ts';
import { isGap, isSamePlace, type Place } from './stack.ts';
import type { PayloadView } from './use-payload-view.ts';

/** The rows of the payloads that fit on the screen, one text a row. */
export function PayloadPanes(props: {
  readonly view: PayloadView;
  readonly layout: CallLayout;
  readonly width: number;
  /** Marked where it stands. */
  readonly pattern: RegExp | undefined;
}) {
  const { view, layout, width, pattern } = props;
  const theme = useTheme();
  const { req, res } = view.places;
  const painted = (place: Place | undefined): string => paintPlace(theme, { view, layout, pattern }, place);
  const texts = layout.isSideBySide
    ? Array.from({ length: Math.max(req.length, res.length) }, (_, line) => {
        const [left, right] = [painted(req[line]), painted(res[line])];
        return `${left}${theme.paint(' │'.padEnd(BETWEEN), 'frame')}${right}`;
      })
    : req.map(painted);
  const press = useKeyPress();
  const click = ({ x, y }: HitPlace): void => {
    const isRight = layout.isSideBySide && x >= layout.rowWidth + MARGIN + BETWEEN;
    const place = (isRight ? res : req)[y];
    if (place === undefined || isGap(place)) return;
    if (isSamePlace(place, view.cursor)) press(actionKey({ scope: 'call', action: 'open' }));
    else view.select(place);
  };
  return (
    <HitBox width={width} height={texts.length} onClick={click}>
      <PaintedLines texts={texts} />
    </HitBox>
  );
}

/** A row of a payload; where another one stands beside it, with blanks to its end. */
function paintPlace(
  theme: Theme,
  { view, layout, pattern }: Omit<Parameters<typeof PayloadPanes>[0], 'width'>,
  place: Place | undefined,
): string {
  const width = layout.rowWidth + MARGIN;
  const isLeft = layout.isSideBySide && place?.side !== 'res';
  if (place === undefined || isGap(place)) return isLeft ? ' '.repeat(width) : '';
  const selected = isSamePlace(place, view.cursor);
  const segments = rowSegments(view.rows[place.side], place, view.folds[place.side]);
  const found = withMatches(fitSegments(segments, layout.rowWidth), pattern);
  const line: readonly Segment[] = [{ text: selected ? ' ❯ ' : '   ', tone: 'accent' }, ...found];
  const blanks = ' '.repeat(Math.max(0, width - segmentsWidth(line)));
  if (!selected) return paintSegments(theme, isLeft ? [...line, { text: blanks }] : line);
  // A match stands out from the selected row as from any other.
  const chosen = line.map((segment) => ({
    ...segment,
    tone: segment.tone === 'muted' || segment.tone === 'frame' ? ('plain' as const) : (segment.tone ?? 'plain'),
    bold: true,
    selected: segment.selected !== true,
  }));
  return paintSegments(theme, [...chosen, { text: blanks, selected: true }]);
}
