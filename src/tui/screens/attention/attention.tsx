import { Box } from 'ink';
import { attentionColumns } from '../../../columns/attention.ts';
import { emptyAttentionWords, staleWords } from '../../../columns/attention-looks.ts';
import type { Attention as Answer } from '../../../model/attention.ts';
import { formatCount, zoneName } from '../../../text/format.ts';
import { Line, Lines, Painted } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { RecordList } from '../../context/record-list.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { patienceMs } from '../../context/use-filter.ts';
import { useGrowingHistory } from '../../context/use-growing-history.ts';
import { listView, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { useMovingWindow } from '../../context/use-moving-window.ts';
import { markWords, placeWords } from '../../list/list-words.ts';
import type { Segment } from '../../theme/segments.ts';
import { attentionLayout, linesBelow } from './attention-lines.ts';
import { type AttentionPage, type AttentionSort, attentionPage, type ListedLine } from './attention-page.ts';
import { useExportedLines } from './export-lines.ts';
import { lineOpening } from './line-opening.ts';
import { useAttentionKeys } from './use-attention-keys.ts';

const sorts = [
  { id: 'danger', label: 'Danger', descending: false },
  { id: 'since', label: 'Since', descending: false },
] as const satisfies readonly { id: AttentionSort; label: string; descending: boolean }[];

/** Everything that wants attention, the worst first; else that all is well, and what was looked at. */
export function Attention(props: ScreenProps<'attention'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch, settings } = useServices();
  const view = listView<AttentionSort>(props.view, sorts, 'danger');
  const { sort, descending } = view;
  const { attention: thresholds } = settings.thresholds;
  const context = useCellContext(clock.now(), isUtc);
  const layout = attentionLayout(width, height);
  const list = useViewedList<ListedLine, AttentionPage>(view.key, layout.rows, props.view, async (place) =>
    attentionPage(await store.attention.list({ thresholds, patienceMs }), place, { sort, descending }),
  );
  const { live, selected, state } = list;
  const attention = live.data?.attention;
  const isLive = attention === undefined || attention.at >= attention.lookedAt;
  const areKeysActive = isActive && !isTyping;
  // Some of it comes and goes with time alone.
  useMovingWindow(isActive);
  useGrowingHistory(attention?.historyShare);

  useListKeys(list, {
    view,
    sorts,
    noun: 'line',
    onOpen: (line) => {
      const { opening, order } = lineOpening(line, isLive);
      dispatch({ type: 'open', ...opening });
      if (order !== null) dispatch({ type: 'view', change: { order } });
    },
    copied: ({ id }) => id,
    isActive: areKeysActive,
  });
  const lines = live.data?.rows ?? [];
  useExportedLines(areKeysActive, lines, { selected, context });
  const marked = lines.filter(({ id }, at) => list.marked.isMarked(id, at));
  useAttentionKeys(selected, marked, { isActive: areKeysActive, isLive, isUtc });

  const now = clock.now();
  const head = [...title(attention, now), ...markWords(list.marked), ...(live.isUnanswered ? [unanswered] : [])];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <Line width={width} left={head} right={placeWords(state, zoneName(now, isUtc), { left: head, width })} />
      <Painted text=" " />
      <RecordList<ListedLine>
        list={list}
        columns={attentionColumns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={() => null}
        isMuted={({ isAside }) => isAside}
        empty={emptyWords(attention)}
      />
      <Box flexGrow={1} />
      <Lines width={width} lines={linesBelow(selected, attention, { ...layout, width, context })} />
    </Box>
  );
}

function title(attention: Answer | undefined, now: Date): readonly Segment[] {
  const head: Segment = { text: ' Attention', tone: 'title' };
  if (attention === undefined) return [head];
  const { lines, aside, isComplete, looks } = attention;
  const stale = staleWords(attention, now);
  const known = looks.filter(({ state }) => state !== 'not yet').length;
  return [
    head,
    {
      text: lines.length === 0 ? '' : `   ${formatCount(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}`,
      tone: 'muted',
    },
    { text: aside.length === 0 ? '' : ` · ${formatCount(aside.length)} set aside`, tone: 'muted' },
    { text: stale === undefined ? '' : `   ${stale}`, tone: 'warn' },
    { text: isComplete ? '' : `   looking: ${known} of ${looks.length}`, tone: 'accent' },
  ];
}

function emptyWords(attention: Answer | undefined): readonly Segment[] {
  if (attention === undefined) return [{ text: 'Looking …', tone: 'muted' }];
  if (!attention.isComplete) return [{ text: 'Nothing so far.', tone: 'muted' }];
  const [words, reserve] = emptyAttentionWords(attention);
  return [
    { text: words, tone: 'good' },
    { text: reserve, tone: 'muted' },
  ];
}
