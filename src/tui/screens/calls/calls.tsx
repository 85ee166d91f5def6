import { Box } from 'ink';
import { useMemo } from 'react';
import { callWidths } from '../../../columns/call-parts.ts';
import { callListColumns } from '../../../columns/calls.ts';
import { partOf } from '../../../live/parts.ts';
import { usePulse } from '../../../live/use-pulse.ts';
import type { CallSort, ListedCall } from '../../../model/call.ts';
import type { CallPage } from '../../../store/store.ts';
import { formatCount, zoneName } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { Line, Painted } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { RecordList } from '../../context/record-list.tsx';
import { scanWords, searching } from '../../context/scan-words.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useChips } from '../../context/use-chips.ts';
import { termsOfCall, useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { listView, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { stepReasons, useWindowSteps } from '../../context/use-window-steps.ts';
import { whyAbout } from '../../context/why-opening.ts';
import { windowPhrase } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listPosition, listWord, markWords } from '../../list/list-words.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';
import { useExportedCalls } from './export-calls.ts';
import { followWords } from './follow-words.ts';
import { useTitleSparkline } from './use-title-sparkline.ts';

const sorts = [
  { id: 'time', label: 'Time', descending: true },
  { id: 'ms', label: 'Response time', descending: true },
  { id: 'user', label: 'User', descending: false },
  { id: 'status', label: 'Status', descending: true },
  { id: 'route', label: 'Route', descending: false },
  { id: 'message', label: 'Message', descending: false },
] as const satisfies readonly { id: CallSort; label: string; descending: boolean }[];

/** From this width on the title has room for a sparkline. */
const sparklineWidth = 110;

const followsAlready = 'New calls are followed already: they come in at the top.';
const isOver = 'This window is over: nothing comes that could be followed. Esc or t leads to a live one.';

/** Every call of the window that fits the filter; the list follows what comes while it stands on its first row. */
export function Calls(props: ScreenProps<'calls'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch, windowAt } = useServices();
  const asked = useAskedCalls(props.view, isUtc);
  const { window } = asked;
  const view = listView<CallSort>(props.view, sorts, 'time');
  const hasMessageBelow = width < callWidths.whole && height > 8;
  const columns = useMemo(() => callListColumns(width), [width]);
  const rowsHeight = Math.max(1, height - 3 - (hasMessageBelow ? 1 : 0));
  const { filter, sort, descending } = view;
  const list = useViewedList<ListedCall, CallPage>(`${view.key} ${asked.key}`, rowsHeight, props.view, (place) =>
    store.apiLogs.calls({ ...place, ...asked.listed, sort, descending, window: windowAt(window) }),
  );
  const { state, live, selected } = list;
  const isBrowsing = isActive && !isTyping;

  useListKeys(list, {
    view,
    sorts,
    noun: 'message',
    onOpen: (call) => dispatch({ type: 'open', screen: 'call', args: { id: call.id } }),
    copied: (call) => call.errorMessage ?? '',
    isActive: isBrowsing,
  });
  useExportedCalls(isBrowsing, list, asked, {
    ...view,
    window: props.view.window,
    columns,
    context: useCellContext(clock.now(), isUtc),
  });
  const isLive = window.endsAt === null;
  const isNewestFirst = sort === 'time' && descending;
  const { isPaused } = usePulse();
  useKeys(
    'calls',
    {
      ...useWindowSteps(window, isUtc),
      follow: () => {
        if (!isNewestFirst) dispatch({ type: 'view', change: { order: null } });
        list.move({ type: 'first' });
      },
      cleanup: () => dispatch({ type: 'overlay', overlay: { kind: 'cleanup', of: 'calls' } }),
    },
    {
      isActive: isBrowsing,
      reasons: {
        ...stepReasons(window),
        ...(isPaused && { follow: 'The screen is paused. p resumes it.' }),
        ...(!isLive && { follow: isOver }),
        ...(isLive && isNewestFirst && !isPaused && list.state.isFollowing && { follow: followsAlready }),
      },
    },
  );
  useFilterKeys(
    { view: props.view, isUtc, isActive: isBrowsing },
    () => (selected ? termsOfCall(selected) : 'Select a row to narrow the filter by it.'),
    () => whyAbout(props.view, []),
  );

  const bars = useTitleSparkline(asked, { hasRoom: width >= sparklineWidth, part: partOf(live.data) });
  const page = live.data;
  const now = clock.now();
  const total = page ? formatCount(page.unfilteredTotal) : '';
  const counted = page && filter ? `${formatCount(page.total)} of ${total}` : total;
  const left: readonly Segment[] = [
    { text: ' Calls', tone: 'title' },
    list.isOther
      ? searching
      : { text: page ? `   ${counted} ${windowPhrase(window, { utc: isUtc, now })}` : '', tone: 'muted' },
    ...markWords(list.marked),
    ...useChips(filter),
    ...scanWords(live, { isUtc, now }),
    ...(live.isUnanswered ? [unanswered] : []),
  ];
  // Paused, a list follows nothing.
  const follow = isLive && isNewestFirst && !isPaused ? followWords(state) : [];
  const place: Segment = { text: listPosition(state), tone: 'muted' };
  const zone: Segment = { text: `${zoneName(now, isUtc)}  `, tone: 'muted' };
  const forms = [[...bars, place, zone, ...follow], [place, zone, ...follow], [place, ...follow], follow];
  const right = forms.find((form) => segmentsWidth([...left, ...form]) + 2 <= width) ?? [];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <Line width={width} left={left} right={right} />
      <Painted text=" " />
      <RecordList
        list={list}
        columns={columns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={(call) => call.dateTime}
        empty={listWord(live, view, 'call', {
          text: `There are no calls ${windowPhrase(window, { utc: isUtc, now })}.`,
          key: 't',
          what: 'picks another window',
        })}
      />
      {hasMessageBelow && (
        <Line width={width} left={[{ text: ` ${printable(selected?.errorMessage ?? '', width)}`, tone: 'muted' }]} />
      )}
    </Box>
  );
}
