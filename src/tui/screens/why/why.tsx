import { Box } from 'ink';
import { withBoth } from '../../../filter/edit.ts';
import type { FilteredWhyLine } from '../../../model/call-why.ts';
import { noProof } from '../../../text/why-words.ts';
import { HitBox, Lines, PaintedLines } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useClicks } from '../../context/use-clicks.ts';
import { useClose } from '../../context/use-close.ts';
import { useCopy } from '../../context/use-copy.ts';
import { useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { useHeldKeys } from '../../context/use-held-keys.ts';
import { type KeyReasons, useKeys } from '../../keys/use-keys.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { useWhyData } from './data.ts';
import { useExportedLines } from './export-lines.ts';
import { detailLines, whyRows } from './rows.ts';
import { whySelection } from './selection.ts';
import { titleLines } from './title.ts';

/** From this height on what is said of the selected line has room below the table. */
const detailHeight = 12;

/** From this height on there is room to say what an answer is worth. */
const noteHeight = 19;

/** Answer to what is different about some calls: what they have in common more than others, the most telling first. */
export function Why(props: ScreenProps<'why'>) {
  const { width, height, isActive, isTyping, isUtc, args, view } = props;
  const { clock, dispatch } = useServices();
  const theme = useTheme();
  const copy = useCopy();
  const asked = useAskedCalls(view, isUtc);
  const live = useWhyData(asked, args.by === 'time');
  const answer = live.data;
  const selection = whySelection(view.mark, answer);
  const { line } = selection;
  const isBrowsing = isActive && !isTyping;
  useHeldKeys(isActive && live.isUnanswered);
  const select = (by: 1 | -1): string | undefined => {
    const next = selection.next(by);
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
  useKeys(
    'why',
    {
      down: () => select(1),
      up: () => select(-1),
      open: () => {
        const filter = line?.filter ? withBoth(view.filter, line.filter) : view.filter;
        dispatch({ type: 'open', screen: 'calls', args: {}, filter });
      },
      copy: () => line?.filter && copy('filter', line.filter),
      close: useClose(view.mark !== null),
    },
    { isActive: isBrowsing, reasons: reasonsOf(line) },
  );
  useFilterKeys({ view, isUtc, isActive: isBrowsing }, () => selection.terms());
  const click = useClicks('why');
  const context = useCellContext(clock.now(), isUtc);
  useExportedLines(isBrowsing, answer, { line, context });
  const title = titleLines(live, { asked, view, width, context, height });
  const details = line && height >= detailHeight ? [[], ...detailLines(line, context, width)] : [];
  const note = height >= noteHeight && line ? [[{ text: `   ${noProof}`, tone: 'muted' } as const]] : [];
  const tableHeight = height - title.length - details.length - note.length;
  const rows = answer
    ? whyRows(answer, { theme, width, height: tableHeight, context, selectedIndex: selection.index })
    : [];
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Lines width={width} lines={title} />
      <HitBox width={width} height={rows.length} onClick={({ y }) => click(selection.clicked(rows[y]?.index ?? -1))}>
        <PaintedLines texts={rows.map(({ text }) => text)} />
      </HitBox>
      <Lines width={width} lines={details} />
      <Box flexGrow={1} />
      <Lines width={width} lines={note} />
    </Box>
  );
}

function reasonsOf(line: FilteredWhyLine | undefined): KeyReasons<'why'> {
  if (!line) return { copy: 'There is nothing to copy.' };
  const wordless = 'Filters have no words for this line';
  return line.filter === null ? { open: `${wordless}, so its calls cannot be listed.`, copy: `${wordless}.` } : {};
}
