import { Box } from 'ink';
import { useState } from 'react';
import { nameList } from '../../text/name-list.ts';
import { cellWidth, truncate } from '../../text/width.ts';
import { wrap, wrapWhole } from '../../text/wrap.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import { useTheme } from '../theme/use-theme.ts';
import { Dialog, dialogWidth } from './dialog.tsx';
import { type Hint, hintSegments, hintsWidth } from './hints.ts';
import { Line, Lines } from './line.tsx';
import { TextPrompt } from './text-prompt.tsx';

const mostNameLines = 6;
const frameHeight = 2;
const typeWord = 'Type ';
const oneKey: readonly Hint[] = [
  ['y', 'yes'],
  ['Esc', 'no'],
];
const typedKeys: readonly Hint[] = [
  ['⏎', 'confirm'],
  ['Esc', 'cancel'],
];

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
  const { isSpoken } = useTheme();
  const isOneKey = expected === 'y';
  const questionHeight = isOneKey ? 1 : hasKeysBeside(expected, width) ? 2 : 3;
  const room = Math.max(0, screenHeight - frameHeight - questionHeight);
  // Whom it is about must be read; where a name is to be typed, it is told there.
  const asked = isOneKey && !isSpoken && cellWidth(title) > width ? wrapWhole(title, width) : [];
  const told = isSpoken ? lines : lines.flatMap((line) => wrap(line, width));
  const listed = nameLines(names, width, Math.max(1, Math.min(mostNameLines, room - asked.length - told.length)));
  const explained = [...listed, ...told];
  const gap = asked.length + explained.length < room ? 1 : 0;
  // On a small screen the explanation goes first; the question stays.
  const shown = cutLines(explained, Math.max(0, room - asked.length), width);
  return (
    <Dialog
      title={title}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={asked.length + shown.length + gap + questionHeight}
      wantedWidth={70}
      tone={isDangerous ? 'bad' : 'warn'}
    >
      <Lines
        width={width}
        lines={[...asked.map((text) => [{ text, tone: 'strong' } as const]), ...shown.map((text) => [{ text }])]}
      />
      {gap > 0 && <Line width={width} left={[]} />}
      {isOneKey ? <OneKey {...props} width={width} /> : <TypedWord {...props} width={width} />}
    </Dialog>
  );
}

/** As many of the lines as there is room for; the last one says that there were more. */
function cutLines(lines: readonly string[], room: number, width: number): readonly string[] {
  const shown = lines.slice(0, room);
  const last = shown.pop();
  if (last === undefined || room >= lines.length) return last === undefined ? [] : [...shown, last];
  return [...shown, truncate(`${last} …`, width)];
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
  const click = (key: string): void => (key === 'y' ? onConfirm() : onCancel());
  return <Line width={width} left={hintSegments(oneKey, width, click)} />;
}

/** True if the keys have room in the line that says what to type. */
function hasKeysBeside(expected: string, width: number): boolean {
  return cellWidth(typeWord) + cellWidth(expected) + 2 + hintsWidth(typedKeys) <= width;
}

function TypedWord({ width, expected, onConfirm, onCancel }: QuestionProps) {
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submit = (): void => {
    if (typed.trim() === expected) onConfirm();
    else setWrong(true);
  };
  const note = isWrong ? ' not the same' : '';
  const keys = hintSegments(typedKeys, width);
  const isBeside = hasKeysBeside(expected, width);
  return (
    <>
      <Line
        width={width}
        left={[
          { text: typeWord, tone: 'muted' },
          { text: expected, tone: 'strong' },
        ]}
        right={isBeside ? keys : []}
      />
      <Box>
        <Line width={2} left={[{ text: '❯ ', tone: 'accent' }]} />
        <TextPrompt
          value={typed}
          name={`Type ${expected}`}
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
      {!isBeside && <Line width={width} left={keys} />}
    </>
  );
}
