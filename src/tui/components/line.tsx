import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { spoken } from '../../text/spoken.ts';
import type { HitHandlers, HitPlace } from '../keys/mouse.ts';
import { useHitArea } from '../keys/use-hit-area.ts';
import { layLine, paintLine, type Segment, segmentAt, type Yields } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';

/** One line of exactly `width` cells with pieces at its left and its right end. */
export function Line(props: {
  readonly width: number;
  readonly left: readonly Segment[];
  readonly right?: readonly Segment[];
  readonly yields?: Yields;
}) {
  const theme = useTheme();
  const { width, left, right = [], yields } = props;
  const painted = <Painted text={paintLine(theme, width, left, right, yields)} />;
  if (theme.isSpoken || !isClickable([...left, ...right])) return painted;
  const click = ({ x }: HitPlace): void => segmentAt(layLine(theme, width, left, right, yields), x)?.onClick?.();
  return (
    <HitBox width={width} onClick={click}>
      {painted}
    </HitBox>
  );
}

/** A box that answers the mouse. */
export function HitBox(
  props: HitHandlers & { readonly width: number; readonly height?: number; readonly children: ReactNode },
) {
  const { width, height = 1, children } = props;
  const ref = useHitArea(props);
  return (
    <Box ref={ref} width={width} height={height} flexShrink={0} flexDirection="column">
      {children}
    </Box>
  );
}

/** A painted text as it stands, drawn anew only if it differs. */
export const Painted = memo(function Painted({ text }: { readonly text: string }) {
  const { isSpoken } = useTheme();
  if (isSpoken) return <SpokenText text={text} />;
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});

/** A text that is read out; a drawing is nothing. */
function SpokenText({ text }: { readonly text: string }) {
  const words = text
    .split('\n')
    .map(spoken)
    .filter((line) => line !== '')
    .join('\n');
  return words === '' ? null : <Text>{words}</Text>;
}

/**
 * Painted texts below each other. Each is keyed by its place, which is what makes a line of the screen the same line: a scroll
 * then changes texts, not the tree.
 */
export function PaintedLines({ texts }: { readonly texts: readonly string[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a line on the screen
  return texts.map((text, place) => <Painted key={place} text={text} />);
}

/** Lines of pieces below each other, each of at most `width` cells. */
export function Lines(props: { readonly width: number; readonly lines: readonly (readonly Segment[])[] }) {
  const theme = useTheme();
  const { width, lines } = props;
  const painted = <PaintedLines texts={lines.map((line) => paintLine(theme, width, line))} />;
  if (theme.isSpoken || !lines.some(isClickable)) return painted;
  const click = ({ x, y }: HitPlace): void => segmentAt(layLine(theme, width, lines[y] ?? []), x)?.onClick?.();
  return (
    <HitBox width={width} height={lines.length} onClick={click}>
      {painted}
    </HitBox>
  );
}

function isClickable(line: readonly Segment[]): boolean {
  return line.some(({ onClick }) => onClick !== undefined);
}
