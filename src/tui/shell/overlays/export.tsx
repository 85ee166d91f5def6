import { join } from 'node:path';
import { useEffect, useState } from 'react';
import type { PaintedFrame } from '../../../export/frame.ts';
import type { RowSource } from '../../../export/row-source.ts';
import { freeName } from '../../../files/new-file.ts';
import { formatCount } from '../../../text/format.ts';
import { pad } from '../../../text/width.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { type Hint, hintSegments } from '../../components/hints.ts';
import { Line, Lines } from '../../components/line.tsx';
import { PathPrompt } from '../../components/path-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { type ExportFormat, exportFormats, suggestedName } from './export-formats.ts';
import { exportTask } from './export-task.ts';
import { fileFault, readyPath } from './ready-path.ts';
import { screenOf } from './screen-of.ts';

const WIDTH = 64;
const hints: readonly Hint[] = [
  ['⏎', 'choose'],
  ['Esc', 'cancel'],
];
/** Rows for the name, the sentence about what is wrong with it, and completions. */
const NAME_ROWS = 5;

interface Size {
  readonly screenWidth: number;
  readonly screenHeight: number;
}

type ExportProps = Size & {
  readonly sources: readonly RowSource[];
  /** The frame before this dialog. */
  readonly frame: PaintedFrame;
  /** Title of the shown screen. */
  readonly title: string;
  readonly isUtc: boolean;
  readonly onClose: () => void;
};

/** Asks for the format of a file and for its name, and writes it: rows of the screen, or the screen as it is seen. */
export function Export(props: ExportProps) {
  const { sources, onClose } = props;
  const [sourceIndex, setSourceIndex] = useState(0);
  const [format, setFormat] = useState<ExportFormat | null>(null);
  const source = sources[sourceIndex];
  if (format !== null) return <AskName {...props} source={source} format={format} />;
  return (
    <AskFormat
      {...props}
      source={source}
      onSource={(by) => setSourceIndex((at) => (at + by + sources.length) % Math.max(1, sources.length))}
      onFormat={setFormat}
      onCancel={onClose}
    />
  );
}

function AskFormat(
  props: ExportProps & {
    readonly source: RowSource | undefined;
    readonly onSource: (by: 1 | -1) => void;
    readonly onFormat: (format: ExportFormat) => void;
    readonly onCancel: () => void;
  },
) {
  const { sources, source, frame, screenWidth, screenHeight, onSource, onFormat, onCancel } = props;
  const [index, setIndex] = useState(0);
  const formats = exportFormats({ rows: source !== undefined, frame: frame.lines.length > 0 });
  useDialogKeys((key) => {
    const format = formats[index];
    if (key === 'j' || key === 'down' || key === 'tab') setIndex((at) => Math.min(formats.length - 1, at + 1));
    else if (key === 'k' || key === 'up' || key === 'shift+tab') setIndex((at) => Math.max(0, at - 1));
    else if ((key === 'right' || key === 'l') && sources.length > 1) onSource(1);
    else if ((key === 'left' || key === 'h') && sources.length > 1) onSource(-1);
    else if (key === 'return' && format) onFormat(format);
    else if (key === 'escape' || key === 'q' || key === 'E') onCancel();
  });
  const width = dialogWidth(screenWidth, WIDTH);
  const head = source === undefined ? [] : [headOf(source, sources.length)];
  return (
    <Dialog
      title="Export"
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={formats.length + head.length + 1}
      wantedWidth={WIDTH}
    >
      <Lines width={width} lines={head} />
      {formats.map((format, at) => {
        const { label, what } = format;
        const isSelected = at === index;
        const row = pad(`${isSelected ? '❯' : ' '} ${pad(label, 12, 'left')} ${what}`, width, 'left');
        const onClick = () => onFormat(format);
        return <Line key={label} width={width} left={[{ text: row, selected: isSelected, onClick }]} />;
      })}
      <Line width={width} left={hintSegments(hints, width)} />
    </Dialog>
  );
}

function headOf({ count, noun, areMarked }: RowSource, sourceCount: number): readonly Segment[] {
  const what: Segment = {
    text: `${formatCount(count)} ${areMarked ? 'marked ' : ''}${count === 1 ? noun.one : noun.many}`,
    tone: 'strong',
  };
  if (sourceCount < 2) return [what];
  return [what, { text: '   ← →', tone: 'accent', bold: true }, { text: ' other lists of this screen', tone: 'muted' }];
}

function AskName(props: ExportProps & { readonly source: RowSource | undefined; readonly format: ExportFormat }) {
  const { source, format, frame, title, isUtc, screenWidth, screenHeight, onClose } = props;
  const theme = useTheme();
  const services = useServices();
  const { dispatch, clock, pathOf, databases } = services;
  // A name that is offered takes the place of the last one.
  const [suggested] = useState(() =>
    suggestedName(source, format, { now: clock.now(), isUtc, screen: title.toLowerCase() }),
  );
  const [offered, setOffered] = useState(suggested);
  const [fault, setFault] = useState('');
  const [isTouched, setTouched] = useState(false);
  const [isLooking, setLooking] = useState(false);
  useEffect(() => {
    let isWanted = !isTouched;
    freeName(offered, pathOf).then((free) => isWanted && free !== offered && setOffered(free));
    return () => {
      isWanted = false;
    };
  }, [offered, isTouched, pathOf]);
  const submit = (text: string): void => {
    // A second Return meanwhile means the same file.
    if (isLooking) return;
    const typed = text.trim();
    setLooking(true);
    // A slash at the end stands for the same folder.
    const named = typed.replace(/(?<=.)\/+$/su, '');
    readyPath(named, pathOf)
      .then(async ({ path, stands }) => {
        if (stands === 'a folder') {
          setOffered(await freeName(join(`${named}/`, suggested), pathOf));
          return setFault(`${typed} is a folder; this is a name in it.`);
        }
        if (named !== typed) return setFault(`There is no folder ${typed}.`);
        if (stands === 'nothing') {
          const screen = screenOf(frame, theme, `presents · ${title}`);
          const task = exportTask(services, { source, format, name: typed, path, frame, screen });
          return dispatch({ type: 'overlay', overlay: { kind: 'task', task } });
        }
        setOffered(await freeName(typed, pathOf));
        return setFault(`${typed} is there already, and nothing is overwritten.`);
      })
      .catch((error) => setFault(fileFault(error)))
      .finally(() => setLooking(false));
  };
  const width = dialogWidth(screenWidth, WIDTH);
  const rows = Math.max(1, Math.min(NAME_ROWS, screenHeight - 4));
  return (
    <Dialog
      title={`Export as ${format.label}`}
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={rows + 1}
      wantedWidth={WIDTH}
    >
      <PathPrompt
        key={offered}
        label="File: "
        width={width}
        height={rows}
        initial={offered}
        complete={databases.complete}
        fault={fault}
        onEdit={() => {
          setTouched(true);
          setFault('');
        }}
        onSubmit={submit}
        onCancel={onClose}
      />
      <Line width={width} left={[{ text: '⏎ writes it, readable by you alone. Tab completes.', tone: 'muted' }]} />
    </Dialog>
  );
}
