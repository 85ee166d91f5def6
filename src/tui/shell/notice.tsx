import { Box, Text } from 'ink';
import { memo } from 'react';
import { spoken } from '../../text/spoken.ts';
import { cellWidth } from '../../text/width.ts';
import { Line } from '../components/line.tsx';
import { Section } from '../components/section.tsx';
import type { Segment } from '../theme/segments.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';

/** Words for the signs of messages. */
const spokenMarks = { good: 'Done', warn: 'Note', bad: 'Failed', busy: 'Working' } as const;

const marks = { good: '✓', warn: '▲', bad: '✗', busy: '⧗' } as const;

/** The colour of a message. */
export function messageTone(tone: keyof typeof marks): Tone {
  return tone === 'busy' ? 'accent' : tone;
}

/** The message line: the last news with its mark, and at the right the command that does the same. */
export const Notice = memo(function Notice(props: {
  readonly width: number;
  readonly message: {
    readonly tone: keyof typeof marks;
    readonly text: string;
    readonly hint?: string;
    readonly command?: string;
  } | null;
}) {
  const { width, message } = props;
  const { isSpoken } = useTheme();
  if (isSpoken) return <SpokenNotice message={message} />;
  if (!message) return <Line width={width} left={[]} />;
  const left: Segment[] = [
    { text: ` ${marks[message.tone]} ${message.text}`, tone: messageTone(message.tone) },
    { text: message.hint ? ` ${message.hint}` : '', tone: 'muted' },
  ];
  const command = message.command ? `≙ ${message.command} ` : '';
  const isCommandShown = cellWidth(message.text) + cellWidth(message.hint ?? '') + cellWidth(command) + 8 <= width;
  return <Line width={width} left={left} right={isCommandShown ? [{ text: command, tone: 'muted' }] : []} />;
});

function SpokenNotice({ message }: Pick<Parameters<typeof Notice>[0], 'message'>) {
  if (!message) return <Section kind="message" id="" />;
  const words = `${spokenMarks[message.tone]}: ${spoken(message.text)}${message.hint ? ` ${spoken(message.hint)}` : ''}`;
  return (
    <Box flexDirection="column">
      <Section kind="message" id={words} />
      <Text>{words}</Text>
      {message.command && <Text>{`Command: ${message.command}`}</Text>}
    </Box>
  );
}
