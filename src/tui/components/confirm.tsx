import { Box } from 'ink';
import { useState } from 'react';
import { nameList } from '../../text/name-list.ts';
import { cellWidth } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import { Dialog, dialogWidth } from './dialog.tsx';
import { Line, Lines } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';

const mostNameLines = 6;

/** Asks before something is done: one key (`y`) or a typed word, as `expected` says. */
export function Confirm(props: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly names?: readonly string[];
  readonly expected: string;
  readonly isDangerous: boolean;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const { title, lines, names = [], expected, isDangerous, screenWidth, screenHeight } = props;
  const width = dialogWidth(screenWidth, 70);
  // On a small screen the explanation goes first; the question stays.
  const room = Math.max(0, screenHeight - 5);
  const told = lines.flatMap((line) => wrap(line, width));
  const listed = nameLines(names, width, Math.max(1, Math.min(mostNameLines, room - told.length)));
  const shown = [...listed, ...told].slice(0, room);
  return (
    <Dialog
      title={title}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={shown.length + (expected === 'y' ? 2 : 3)}
      wantedWidth={70}
      tone={isDangerous ? 'bad' : 'warn'}
    >
      <Lines width={width} lines={shown.map((text) => [{ text }])} />
      <Line width={width} left={[]} />
      {expected === 'y' ? <OneKey {...props} width={width} /> : <TypedWord {...props} width={width} />}
    </Dialog>
  );
}

/** The names in so many lines, and how many more there are. */
function nameLines(names: readonly string[], width: number, rows: number): readonly string[] {
  if (names.length === 0) return [];
  // Words that do not fit at the end of a line leave some of it empty.
  for (let cells = width * rows; cells > width; cells -= 8) {
    const lines = wrap(nameList(names, cells), width);
    if (lines.length <= rows) return lines;
  }
  return wrap(nameList(names, width), width).slice(0, rows);
}

type QuestionProps = Pick<Parameters<typeof Confirm>[0], 'expected' | 'onConfirm' | 'onCancel'> & {
  readonly width: number;
};

function OneKey({ width, onConfirm, onCancel }: QuestionProps) {
  useDialogKeys((key) => {
    if (key === 'y' || key === 'Y') onConfirm();
    if (['n', 'N', 'q', 'escape'].includes(key)) onCancel();
  });
  const keys = [
    { text: 'y', tone: 'accent', bold: true },
    { text: ' yes   ', tone: 'muted' },
    { text: 'Esc', tone: 'accent', bold: true },
    { text: ' no', tone: 'muted' },
  ] as const;
  return <Line width={width} left={keys} />;
}

function TypedWord({ width, expected, onConfirm, onCancel }: QuestionProps) {
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = (): void => {
    if (typed.trim() === expected) onConfirm();
    else setWrong(true);
  };
  const note = isWrong ? ' not the same' : '';
  return (
    <>
      <Line
        width={width}
        left={[
          { text: 'Type ', tone: 'muted' },
          { text: expected, tone: 'strong' },
        ]}
        right={[{ text: '⏎ confirms, Esc cancels', tone: 'muted' }]}
      />
      <Box>
        <Line width={2} left={[{ text: '❯ ', tone: 'accent' }]} />
        <TextPrompt
          value={typed}
          width={width - 2 - cellWidth(note)}
          onChange={(text) => {
            setTyped(text);
            setWrong(false);
          }}
          onSubmit={submit}
          onCancel={onCancel}
        />
        {isWrong && <Line width={cellWidth(note)} left={[{ text: note, tone: 'bad' }]} />}
      </Box>
    </>
  );
}
