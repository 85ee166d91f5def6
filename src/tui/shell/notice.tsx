import { memo } from 'react';
import { cellWidth } from '../../text/width.ts';
import { Line } from '../components/line.tsx';
import type { Segment } from '../theme/segments.ts';
import type { Tone } from '../theme/theme.ts';

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
  if (!message) return <Line width={width} left={[]} />;
  const left: Segment[] = [
    { text: ` ${marks[message.tone]} ${message.text}`, tone: messageTone(message.tone) },
    { text: message.hint ? ` ${message.hint}` : '', tone: 'muted' },
  ];
  const command = message.command ? `≙ ${message.command} ` : '';
  const isCommandShown = cellWidth(message.text) + cellWidth(message.hint ?? '') + cellWidth(command) + 8 <= width;
  return <Line width={width} left={left} right={isCommandShown ? [{ text: command, tone: 'muted' }] : []} />;
});
