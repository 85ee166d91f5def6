import { Box } from 'ink';
import { useState } from 'react';
import { printable } from '../../../text/printable.ts';
import { cellWidth } from '../../../text/width.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { hintSegments, leastHintsWidth } from '../../components/hints.ts';
import { HitBox, Line, Lines, PaintedLines } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import type { Scope } from '../../keys/keymap.ts';
import type { HitPlace } from '../../keys/mouse.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';
import type { HelpLine } from './help-columns.ts';
import type { HelpEntry } from './help-content.ts';
import { type HelpPages, useHelp } from './use-help.ts';

const hints = [
  ['⏎', 'do it'],
  ['/', 'search'],
  ['Esc', 'close'],
] as const;
const WIDEST = 194;
/** Lower screens have no room to leave free. */
const tallScreen = 24;

/** Every key, the ones that work here first, in columns; `⏎` does what the selected one does. What is typed after `/` narrows them down. */
export function Help(props: {
  readonly activeScopes: readonly Scope[];
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onClose: () => void;
}) {
  const { activeScopes, screenWidth, screenHeight, onClose } = props;
  const { dispatch } = useServices();
  const [isTyping, setTyping] = useState(false);
  const width = dialogWidth(screenWidth, WIDEST);
  const room = Math.max(1, screenHeight - (screenHeight >= tallScreen ? 8 : 4));
  const help = useHelp(activeScopes, { width, height: room });
  const { selected, height } = help;
  const run = (): void => {
    if (selected?.press !== undefined && selected.reason === undefined)
      dispatch({ type: 'press', key: selected.press });
  };
  useDialogKeys((key) => {
    if (isTyping) {
      if (/^(?:up|down|page)/u.test(key)) help.move(key);
    } else if (key === 'escape' || key === 'q' || key === '?') onClose();
    else if (key === '/') setTyping(true);
    else if (key === 'return') run();
    else help.move(key);
  });
  const click = (entry: HelpEntry): void => {
    if (entry === selected) run();
    else help.select(entry);
  };
  const endSearch = (): void => {
    help.search('');
    setTyping(false);
  };
  return (
    <Dialog title="Keys" screenWidth={screenWidth} screenHeight={screenHeight} lines={height + 1} wantedWidth={WIDEST}>
      <Box height={height} gap={3}>
        {help.columns.map((lines, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a column
          <Column key={place} lines={lines} width={help.columnWidth} selected={selected} onClick={click} />
        ))}
        {selected === undefined && (
          <Line width={width} left={[{ text: `No key does “${printable(help.query, width)}”.`, tone: 'muted' }]} />
        )}
      </Box>
      {isTyping ? (
        <Box>
          <Line width={2} left={[{ text: '/ ', tone: 'accent' }]} />
          <TextPrompt value={help.query} width={width - 2} onChange={help.search} onSubmit={run} onCancel={endSearch} />
        </Box>
      ) : (
        <BottomLine help={help} width={width} />
      )}
    </Dialog>
  );
}

function Column(props: {
  readonly lines: readonly HelpLine[];
  readonly width: number;
  readonly selected: HelpEntry | undefined;
  readonly onClick: (entry: HelpEntry) => void;
}) {
  const { lines, width, selected, onClick } = props;
  const { isSpoken } = useTheme();
  if (isSpoken) {
    return (
      <Box flexDirection="column">
        <PaintedLines texts={lines.map((line) => spokenEntry(line, selected))} />
      </Box>
    );
  }
  const click = ({ y }: HitPlace): void => {
    const entry = lines[y]?.entry;
    if (entry) onClick(entry);
  };
  return (
    <HitBox width={width} height={lines.length} onClick={click}>
      <Lines
        width={width}
        lines={lines.map(({ entry, segments }) => (entry !== null && entry === selected ? onRow(segments) : segments))}
      />
    </HitBox>
  );
}

/** `a: add a user`, several keys with an "or" between them. */
function spokenEntry({ entry, segments }: HelpLine, selected: HelpEntry | undefined): string {
  const [term = '', ...rest] = segments.map(({ text }) => text.trim());
  if (entry === null) return term === '' ? '' : `${term}:`;
  const keys = term.split(/ {2,}/).join(' or ');
  return `${entry === selected ? '❯ ' : ''}${[keys, ...rest].filter((text) => text !== '').join(': ')}`;
}

function BottomLine({ help, width }: { readonly help: HelpPages; readonly width: number }) {
  const { selected, page, pageCount } = help;
  const number = `${page + 1}`;
  const places = pageCount > 1 ? [`page ${number} of ${pageCount}`, `${number}/${pageCount}`] : [];
  const place = places.find((text) => leastHintsWidth(hints) + 2 + cellWidth(text) <= width) ?? '';
  return (
    <Line
      width={width}
      left={
        selected?.reason === undefined
          ? hintSegments(hints, width - cellWidth(place) - 2)
          : [{ text: selected.reason, tone: 'warn' }]
      }
      right={[{ text: place, tone: 'muted' }]}
    />
  );
}

// What is muted on the terminal's background could not be read on the selection's.
function onRow(segments: readonly Segment[]): readonly Segment[] {
  return segments.map(({ tone = 'plain', ...segment }) => ({
    ...segment,
    tone: tone === 'muted' ? 'plain' : tone,
    selected: true,
  }));
}
