import { Box, Text, usePaste } from 'ink';
import type { ReactNode } from 'react';
import { spoken } from '../../text/spoken.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Painted } from './line.tsx';
import { Panel } from './panel.tsx';
import { Section } from './section.tsx';

/** The inner width of a dialog that wants `wanted` cells on a screen of this width. */
export function dialogWidth(screenWidth: number, wanted = 64): number {
  return Math.max(10, Math.min(wanted, screenWidth - 8));
}

/** True when a dialog of this many lines has room for blank lines above and below them. */
function isRoomy(screenHeight: number, lines: number): boolean {
  return screenHeight >= lines + 6;
}

/** A box over the middle of the screen. Its children have `dialogWidth` cells and `lines` rows. */
export function Dialog(props: {
  readonly title: string;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly lines: number;
  readonly wantedWidth?: number;
  readonly tone?: 'frame' | 'warn' | 'bad' | 'accent';
  readonly children: ReactNode;
}) {
  const { screenWidth, screenHeight, tone = 'accent' } = props;
  // A prompt in it takes what is pasted by itself; elsewhere pasted text must not run as keys.
  usePaste(() => {});
  const { isSpoken } = useTheme();
  if (isSpoken) return <SpokenDialog title={props.title}>{props.children}</SpokenDialog>;
  const roomy = isRoomy(screenHeight, props.lines);
  const width = Math.min(screenWidth, dialogWidth(screenWidth, props.wantedWidth) + 6);
  const height = Math.min(screenHeight, props.lines + (roomy ? 4 : 2));
  const top = Math.max(0, Math.floor((screenHeight - height) / 2));
  const left = Math.max(0, Math.floor((screenWidth - width) / 2));
  const blank = Array.from({ length: height }, () => ' '.repeat(width)).join('\n');
  return (
    <Box position="absolute" top={top} left={left} width={width} height={height}>
      <Box position="absolute">
        <Painted text={blank} />
      </Box>
      <Panel title={props.title} width={width} height={height} tone={tone}>
        <Box flexDirection="column" paddingX={1} paddingTop={roomy ? 1 : 0} height={height - 2} overflow="hidden">
          {props.children}
        </Box>
      </Panel>
    </Box>
  );
}

function SpokenDialog({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box flexDirection="column">
      <Section kind="dialog" id={title} />
      <Text>{spoken(title)}</Text>
      {children}
    </Box>
  );
}
