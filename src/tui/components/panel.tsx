import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { spoken } from '../../text/spoken.ts';
import { cellWidth, truncate } from '../../text/width.ts';
import type { HitPlace } from '../keys/mouse.ts';
import { useHitArea } from '../keys/use-hit-area.ts';
import { paintSegments, type Segment, segmentsWidth } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Painted } from './line.tsx';

/** A frame with its title in the upper edge; its children get `width - 4` cells and `height - 2` rows. */
export function Panel(props: {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Told at the right end of the upper edge. */
  readonly note?: readonly Segment[];
  readonly tone?: 'frame' | 'warn' | 'bad' | 'accent';
  /** Answers a click on what is in it. */
  readonly onClick?: ((place: HitPlace) => void) | undefined;
  readonly children?: ReactNode;
}) {
  const theme = useTheme();
  const ref = useHitArea({ onClick: props.onClick });
  const { width, height, tone = 'frame' } = props;
  if (theme.isSpoken) return <SpokenPanel {...props} />;
  const side = Array.from({ length: Math.max(0, height - 2) }, () => theme.paint('│', tone)).join('\n');
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Painted text={upperEdge(theme, props)} />
      <Box height={Math.max(0, height - 2)} width={width} justifyContent="space-between">
        <Painted text={side} />
        <Box ref={ref} flexDirection="column" width={width - 4} height={Math.max(0, height - 2)}>
          {props.children}
        </Box>
        <Painted text={side} />
      </Box>
      <Painted text={theme.paint(`╰${'─'.repeat(Math.max(0, width - 2))}╯`, tone)} />
    </Box>
  );
}

/** The title and the note on a line of their own, then what is in the panel. */
function SpokenPanel({ title, note = [], children }: Parameters<typeof Panel>[0]) {
  const noted = note
    .map(({ text }) => text)
    .join('')
    .trim();
  return (
    <Box flexDirection="column">
      <Text>{`\n${spoken(title)}${noted === '' ? '' : `: ${spoken(noted)}`}`}</Text>
      {children}
      <Text>{'\n'}</Text>
    </Box>
  );
}

/** Returns the number of cells that a note beside a title can have in the upper edge of a panel. */
export function noteRoom(title: string, width: number): number {
  return width - 9 - cellWidth(title);
}

function upperEdge(theme: Theme, props: Parameters<typeof Panel>[0]): string {
  const { width, note = [], tone = 'frame' } = props;
  const title = truncate(props.title, Math.max(0, width - 6));
  const noteWidth = note.length > 0 ? segmentsWidth(note) + 2 : 0;
  const dashes = width - 5 - cellWidth(title) - noteWidth - (noteWidth > 0 ? 1 : 0);
  const isNoteShown = noteWidth > 0 && dashes >= 1;
  const line = (count: number): Segment => ({ text: '─'.repeat(Math.max(0, count)), tone });
  return paintSegments(theme, [
    { text: '╭─', tone },
    { text: ` ${title} `, tone: 'title' },
    ...(isNoteShown
      ? [line(dashes), { text: ' ' }, ...note, { text: ' ' }, line(1)]
      : [line(width - 5 - cellWidth(title))]),
    { text: '╮', tone },
  ]);
}
