import { useEffect, useState } from 'react';
import { bar } from '../../../text/chart.ts';
import { formatShare } from '../../../text/format.ts';
import { wrap } from '../../../text/wrap.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line, Lines } from '../../components/line.tsx';
import type { Task } from '../../context/overlay.ts';
import { useServices } from '../../context/services.tsx';
import { useDialogKeys } from '../../keys/use-keys.ts';
import { useTheme } from '../../theme/use-theme.ts';

const WIDTH = 64;

interface TaskProps {
  readonly task: Task;
  readonly screenWidth: number;
  readonly screenHeight: number;
}

/** A task while it goes on, with its progress; Esc stops it. Where it ends with something to read, that stays until it is closed. */
export function TaskBox({ task, ...size }: TaskProps) {
  const { dispatch } = useServices();
  const [lines, setLines] = useState<readonly string[] | undefined>(undefined);
  const [progress, setProgress] = useState({ words: '', done: 0, total: 0 });
  const [stopper] = useState(() => new AbortController());
  useDialogKeys((key) => {
    if (key !== 'escape' && key !== 'q' && !(lines && key === 'return')) return;
    if (lines) dispatch({ type: 'overlay', overlay: null });
    else stopper.abort();
  });
  useEffect(() => {
    const onProgress = (words: string, done: number, total: number) => setProgress({ words, done, total });
    // What it ends with may have opened another dialog in its place.
    task.run({ onProgress, signal: stopper.signal }).then((told) => told && setLines(told));
    return () => stopper.abort();
  }, [task, stopper]);
  return lines ? <Ending {...size} title={task.title} lines={lines} /> : <Going {...size} task={task} {...progress} />;
}

function Going(props: TaskProps & { readonly words: string; readonly done: number; readonly total: number }) {
  const { task, words, done, total, screenWidth, screenHeight } = props;
  const { style } = useTheme();
  const width = dialogWidth(screenWidth, WIDTH);
  return (
    <Dialog title={task.title} screenWidth={screenWidth} screenHeight={screenHeight} lines={3} wantedWidth={WIDTH}>
      <Line
        width={width}
        left={[{ text: words }]}
        right={total > 0 ? [{ text: formatShare(done, total), tone: 'muted' }] : []}
      />
      <Line width={width} left={[{ text: total > 0 ? bar(done, total, width, style) : '', tone: 'chart' }]} />
      <Line
        width={width}
        left={[
          { text: 'Esc', tone: 'accent', bold: true },
          { text: ` stops; ${task.whenStopped}`, tone: 'muted' },
        ]}
      />
    </Dialog>
  );
}

function Ending(props: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly screenWidth: number;
  readonly screenHeight: number;
}) {
  const { title, screenWidth, screenHeight } = props;
  const width = dialogWidth(screenWidth, WIDTH);
  const lines = props.lines.flatMap((line) => wrap(line, width)).slice(0, Math.max(1, screenHeight - 4));
  return (
    <Dialog
      title={title}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={lines.length + 2}
      wantedWidth={WIDTH}
      tone="warn"
    >
      <Lines width={width} lines={lines.map((text) => [{ text }])} />
      <Line width={width} left={[]} />
      <Line
        width={width}
        left={[
          { text: 'Esc', tone: 'accent', bold: true },
          { text: ' closes', tone: 'muted' },
        ]}
      />
    </Dialog>
  );
}
