import { cellWidth } from '../../text/width.ts';
import type { Segment } from '../segments.ts';
import { Line } from './line.tsx';

const marks = { good: '✓', warn: '▲', bad: '✗' } as const;

/** The message line: the last news with its mark, and at the right the command that does the same. */
export function Notice(props: {
  readonly width: number;
  readonly message: {
    readonly tone: 'good' | 'warn' | 'bad';
    readonly text: string;
    readonly hint?: string;
    readonly command?: string;
  } | null;
}) {
  const { width, message } = props;
  if (!message) return <Line width={width} left={[]} />;
  const left: Segment[] = [
    { text: ` ${marks[message.tone]} ${message.text}`, tone: message.tone },
    { text: message.hint ? ` ${message.hint}` : '', tone: 'muted' },
  ];
  const command = message.command ? `≙ ${message.command} ` : '';
  const isCommandShown = cellWidth(message.text) + cellWidth(message.hint ?? '') + cellWidth(command) + 8 <= width;
  return <Line width={width} left={left} right={isCommandShown ? [{ text: command, tone: 'muted' }] : []} />;
}
