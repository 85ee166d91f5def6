import { Box, Text, usePaste } from 'ink';
import { useState } from 'react';
import { wrap } from '../../../text/wrap.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { hintSegments } from '../../components/hints.ts';
import { Line, Painted } from '../../components/line.tsx';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { promptMark } from '../../theme/spoken-marks.ts';
import { useTheme } from '../../theme/use-theme.ts';

const closingWord = 'saved';

/**
 * A key that is shown once. Nothing closes the box but the typed word; a lone key never does. Where the screen is too low
 * for the box, its lines go in the order of their worth and the box stays.
 */
export function Secret(props: {
  readonly username: string;
  readonly apiKey: string;
  readonly screenWidth: number;
  readonly screenHeight: number;
  /** Said where somebody tried to leave the program. */
  readonly isAskedToLeave: boolean;
  readonly onCopy: () => void;
  /** Writes the key to a file; answers what to say of it. */
  readonly onSave: () => Promise<Segment>;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}) {
  const { username, apiKey, screenWidth, screenHeight } = props;
  const [isRevealed, setRevealed] = useState(false);
  const [typed, setTyped] = useState('');
  const [news, setNews] = useState<Segment>({ text: '' });
  // What is pasted must not run as keys, even if it holds the closing word.
  usePaste(() => {});
  useDialogKeys((key) => {
    if (key === 'ctrl+c') props.onLeave();
    else if (key === 'r') setRevealed((shown) => !shown);
    else if (key === 'y') {
      props.onCopy();
      setNews({ text: 'Sent to the terminal. Paste to check: not all take it.', tone: 'good' });
    } else if (key === 'w') void props.onSave().then(setNews);
    else if (key === 'backspace' || key === 'delete') setTyped((text) => text.slice(0, -1));
    else if (key === 'return' && typed === closingWord) props.onClose();
    else if (key.length === 1) setTyped((text) => follow(text, key));
  });
  const isTiny = screenHeight < 10 || screenWidth < 30;
  const width = isTiny ? screenWidth : dialogWidth(screenWidth, 62);
  const shownKey = isRevealed ? apiKey : `${apiKey.slice(0, 4)}${'·'.repeat(36)}${apiKey.slice(-3)}`;
  const lines = secretLines({ shownKey, typed, news, isAskedToLeave: props.isAskedToLeave, width });
  if (isTiny) return <BareSecret lines={lines} width={screenWidth} height={screenHeight} />;
  const fitting = screenHeight >= lines.length + 2 ? lines : lines.filter((line) => line.isNeeded);
  return (
    <Dialog
      title={`New API key for ${username}`}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={fitting.length}
      wantedWidth={62}
      tone="warn"
    >
      {fitting.map((line) => (
        <SecretText key={line.id} line={line} width={width} typed={typed} isRevealed={isRevealed} />
      ))}
    </Dialog>
  );
}

/** A line of the box; where it is read out, the word that closes the box is typed behind its prompt. */
function SecretText(props: {
  readonly line: SecretLine;
  readonly width: number;
  readonly typed: string;
  readonly isRevealed: boolean;
}) {
  const { line, width, typed, isRevealed } = props;
  const { isSpoken } = useTheme();
  if (isSpoken && line.id.startsWith('key ') && !isRevealed) return <Painted text="The key is hidden." />;
  if (isSpoken && line.id === 'close') return <Text>{promptMark(`Type ${closingWord} to close`, typed)}</Text>;
  return <Line width={width} left={line.segments} />;
}

/** Without its frame, for a screen that has no room for one: the key, and how to close. */
function BareSecret(props: { readonly lines: readonly SecretLine[]; readonly width: number; readonly height: number }) {
  const { lines, width, height } = props;
  const shown = lines.filter((line) => line.isNeeded).slice(-height);
  const blanks = Array.from({ length: height - shown.length }, (_, index) => ({ id: `blank ${index}`, segments: [] }));
  return (
    <Box position="absolute" flexDirection="column" width={width} height={height}>
      {[...shown, ...blanks].map((line) => (
        <Line key={line.id} width={width} left={line.segments} />
      ))}
    </Box>
  );
}

/** The closing word as far as it was typed in order: any other letter begins anew. */
function follow(typed: string, key: string): string {
  const next = typed + key;
  return closingWord.startsWith(next) ? next : closingWord.startsWith(key) ? key : '';
}

interface SecretLine {
  readonly id: string;
  readonly segments: readonly Segment[];
  readonly isNeeded: boolean;
}

const hints = [
  ['r', 'reveal'],
  ['y', 'copy'],
  ['w', 'write to a file (0600)', 'to a file'],
] as const;

function secretLines(shown: {
  readonly shownKey: string;
  readonly typed: string;
  readonly news: Segment;
  readonly isAskedToLeave: boolean;
  readonly width: number;
}): readonly SecretLine[] {
  const { shownKey, typed, news, isAskedToLeave, width } = shown;
  const blank = (id: string): SecretLine => ({ id, segments: [], isNeeded: false });
  const warning = isAskedToLeave
    ? 'The key is lost when you leave. Ctrl+C again leaves.'
    : 'Shown once. It cannot be shown again after this box closes.';
  // A key that is wider than the screen goes over several lines: cut, it would be lost.
  const keyLines = Array.from({ length: Math.ceil(shownKey.length / width) }, (_, index) => ({
    id: `key ${index}`,
    segments: [{ text: shownKey.slice(index * width, (index + 1) * width), tone: 'strong' as const }],
    isNeeded: true,
  }));
  return [
    ...wrap(warning, width).map(
      (text, index): SecretLine => ({
        id: `warning ${index}`,
        segments: [{ text, tone: isAskedToLeave ? 'bad' : 'warn' }],
        isNeeded: isAskedToLeave,
      }),
    ),
    blank('2'),
    ...keyLines,
    blank('3'),
    {
      id: 'keys',
      segments: hintSegments(hints, width),
      isNeeded: false,
    },
    { id: 'news', segments: [news], isNeeded: false },
    {
      id: 'close',
      segments: [
        { text: 'Type ', tone: 'plain' },
        { text: closingWord, tone: 'strong' },
        { text: ' to close: ', tone: 'plain' },
        { text: typed, tone: 'accent' },
        { text: typed === closingWord ? '  ⏎' : '▏', tone: 'accent' },
      ],
      isNeeded: true,
    },
  ];
}
