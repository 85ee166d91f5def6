import { Box } from 'ink';
import { useEffect, useState } from 'react';
import { errorText } from '../../../text/error-text.ts';
import { formatCount } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { shellWords } from '../../../text/shell-words.ts';
import { cellWidth } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line, Lines } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { refusalOf } from '../command-tasks.ts';

const wantedWidth = 150;
/** Only the last lines of a long answer are kept. */
const mostLines = 5000;

interface Size {
  readonly screenWidth: number;
  readonly screenHeight: number;
}

/** A command line that runs in a box, after it was changed, or at once. */
export function Command(
  props: Size & { readonly line: string; readonly isRun: boolean; readonly onClose: () => void },
) {
  const { line, isRun, onClose, ...size } = props;
  const [text, setText] = useState(line);
  const [words, setWords] = useState<readonly string[] | null>(() => (isRun ? wordsOf(line) : null));
  if (words !== null) return <Running {...size} words={words} line={text} onClose={onClose} />;
  return <Editing {...size} text={text} onChange={setText} onRun={setWords} onClose={onClose} />;
}

function wordsOf(line: string): readonly string[] {
  const read = shellWords(line.replace(/^\s*presents\s/, ''));
  return 'words' in read ? read.words : [];
}

function Editing(
  props: Size & {
    readonly text: string;
    readonly onChange: (text: string) => void;
    readonly onRun: (words: readonly string[]) => void;
    readonly onClose: () => void;
  },
) {
  const { text, onChange, onRun, onClose, ...size } = props;
  const [isRefused, setRefused] = useState(false);
  const width = dialogWidth(size.screenWidth, wantedWidth);
  const read = shellWords(text);
  const fault = 'fault' in read ? read.fault : refusalOf(wordsOf(text));
  const submit = (): void => {
    if (fault === undefined) onRun(wordsOf(text));
    else setRefused(true);
  };
  const prefix = 'presents ';
  return (
    <Dialog {...size} title="Run a command" lines={2} wantedWidth={wantedWidth}>
      <Box>
        <Line width={prefix.length} left={[{ text: prefix, tone: 'muted' }]} />
        <TextPrompt
          value={text}
          width={width - prefix.length}
          placeholder="doctor"
          onChange={(next) => {
            onChange(next);
            setRefused(false);
          }}
          onSubmit={submit}
          onCancel={onClose}
        />
      </Box>
      <Line
        width={width}
        left={
          fault !== undefined && (isRefused || text !== '')
            ? [{ text: fault, tone: isRefused ? 'bad' : 'muted' }]
            : hint([
                ['⏎', 'runs it on this database'],
                ['Esc', 'cancels'],
              ])
        }
      />
    </Dialog>
  );
}

function Running(
  props: Size & { readonly words: readonly string[]; readonly line: string; readonly onClose: () => void },
) {
  const { words, line, onClose, screenWidth, screenHeight } = props;
  const { runCommand, heartbeat } = useServices();
  const width = dialogWidth(screenWidth, wantedWidth);
  const [lines, setLines] = useState<readonly string[]>([]);
  const [ending, setEnding] = useState<Segment | null>(null);
  const [top, setTop] = useState<number | null>(null);
  const [stopper] = useState(() => new AbortController());
  useEffect(() => {
    const onLine = (text: string) => setLines((before) => [...before, ...wrapped(text, width)].slice(-mostLines));
    runCommand(words, { onLine, width, signal: stopper.signal }).then(
      (exitCode) => {
        setEnding(endingOf(exitCode));
        heartbeat.checkNow();
      },
      (error: unknown) => setEnding({ text: errorText(error), tone: 'bad' }),
    );
    return () => stopper.abort();
  }, [runCommand, heartbeat, words, width, stopper]);
  const height = Math.max(1, Math.min(Math.max(lines.length, 3), screenHeight - 8));
  const lowest = Math.max(0, lines.length - height);
  // Where nobody scrolled, the beginning of what is complete is read, and the end of what still comes.
  const shown = Math.min(lowest, top ?? (ending === null ? lowest : 0));
  const scroll = (by: number): void => setTop(Math.max(0, Math.min(lowest, shown + by)));
  useDialogKeys((key) => {
    if (key === 'escape' || key === 'q' || (key === 'return' && ending !== null)) {
      if (ending === null) stopper.abort();
      else onClose();
    } else if (key === 'j' || key === 'down') scroll(1);
    else if (key === 'k' || key === 'up') scroll(-1);
    else if (key === 'ctrl+f' || key === 'pageDown') scroll(height);
    else if (key === 'ctrl+b' || key === 'pageUp') scroll(-height);
    else if (key === 'g' || key === 'home') setTop(0);
    else if (key === 'G' || key === 'end') setTop(lowest);
  });
  const rest = lines.length - height - shown;
  return (
    <Dialog
      title={`presents ${printable(line.trim(), width)}`}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={height + 2}
      wantedWidth={wantedWidth}
    >
      <Box height={height} flexDirection="column">
        <Lines width={width} lines={lines.slice(shown, shown + height).map((text) => [{ text }])} />
      </Box>
      <Line width={width} left={[]} />
      <Line
        width={width}
        left={ending ? [ending, { text: '   ' }, ...hint([['Esc', 'closes']])] : hint([['Esc', 'stops it']])}
        right={rest > 0 ? [{ text: `j ${formatCount(rest)} more`, tone: 'muted' }] : []}
      />
    </Dialog>
  );
}

/** A line as it is shown: what is wider than the box goes on below. */
function wrapped(text: string, width: number): readonly string[] {
  const shown = printable(text);
  return cellWidth(shown) <= width ? [shown] : wrap(shown, width);
}

function endingOf(exitCode: number): Segment {
  if (exitCode === 0) return { text: '✓ done', tone: 'good' };
  return { text: exitCode === 130 ? '▲ stopped' : `▲ ended with exit code ${exitCode}`, tone: 'warn' };
}

function hint(keys: readonly (readonly [key: string, does: string])[]): readonly Segment[] {
  return keys.flatMap(([key, does]): Segment[] => [
    { text: key, tone: 'accent', bold: true },
    { text: ` ${does}   `, tone: 'muted' },
  ]);
}
