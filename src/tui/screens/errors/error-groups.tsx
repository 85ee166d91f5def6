import { Box } from 'ink';
import { useMemo } from 'react';
import { errorGroupColumns } from '../../../columns/error-groups.ts';
import { withTerm } from '../../../filter/edit.ts';
import type { ErrorGroup, GroupPage, GroupSort } from '../../../model/error-group.ts';
import { isSettled } from '../../../model/group-state.ts';
import { zoneName } from '../../../text/format.ts';
import { Line, Painted } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { RecordList } from '../../context/record-list.tsx';
import { scanWords, searching } from '../../context/scan-words.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useChips } from '../../context/use-chips.ts';
import { termOf, useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { useGrowingHistory } from '../../context/use-growing-history.ts';
import { listView, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { markedCount } from '../../context/use-marking.ts';
import { whyAbout } from '../../context/why-opening.ts';
import { windowLabel, windowPhrase } from '../../context/windows.ts';
import { listWord, markWords, placeWords } from '../../list/list-words.ts';
import type { Segment } from '../../theme/segments.ts';
import { useExportedGroups } from './export-groups.ts';
import { layoutGroup, panelsHeight } from './group-layout.ts';
import { GroupLines, groupLineCount } from './group-lines.tsx';
import { GroupPanels } from './group-panels.tsx';
import { countWords, limitWords, noGroupWords } from './groups-title.ts';
import { hidesIgnored, termsOfGroup } from './shown-groups.ts';
import { useErrorKeys } from './use-error-keys.ts';
import { useGroupKeys } from './use-group-keys.ts';
import { useMarkedGroups } from './use-marked-groups.ts';

/** Lines that a list has at least, whatever the number of groups. */
const fewestLines = 4;
/** Parts of the window that the sparkline of a group has. */
const bucketCount = 24;

const sorts = [
  { id: 'state', label: 'State', descending: false },
  { id: 'count', label: 'Count', descending: true },
  { id: 'users', label: 'Users', descending: true },
  { id: 'last', label: 'Last', descending: true },
  { id: 'first', label: 'First', descending: true },
  { id: 'status', label: 'Status', descending: true },
  { id: 'message', label: 'Message', descending: false },
] as const satisfies readonly { id: GroupSort; label: string; descending: boolean }[];

/** The failed calls of the window in groups of one problem each, the worst first. */
export function ErrorGroups(props: ScreenProps<'errors'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch, windowAt } = useServices();
  const asked = useAskedCalls(props.view, isUtc);
  const { window } = asked;
  const view = listView<GroupSort>(props.view, sorts, 'state');
  const lineCount = groupLineCount(height);
  const besideHeight = panelsHeight(height);
  const rowsHeight = Math.max(1, height - 3 - lineCount - besideHeight);
  const { filter, sort, descending } = view;
  const list = useViewedList<ErrorGroup, GroupPage>(
    `groups ${view.key} ${asked.key}`,
    rowsHeight,
    props.view,
    (place) =>
      store.errorGroups.list({
        ...place,
        ...asked.listed,
        sort,
        descending,
        window: windowAt(window),
        bucketCount,
        hidesIgnored: hidesIgnored(asked.filter),
      }),
  );
  const { state, live, selected } = list;
  const areKeysActive = isActive && !isTyping;

  useListKeys(list, {
    view,
    sorts,
    noun: 'message',
    onOpen: ({ id }) =>
      dispatch({ type: 'open', screen: 'calls', args: {}, filter: withTerm(filter, termOf.group(id), 'only') }),
    copied: (group) => group.message ?? '',
    isActive: areKeysActive,
  });
  useErrorKeys(props, window);
  const decideMarked = useMarkedGroups(list, asked, view);
  useGroupKeys(selected, { isActive: areKeysActive, decideMarked, count: markedCount(list.marked) });
  useFilterKeys(
    { view: props.view, isUtc, isActive: areKeysActive },
    () => (selected ? termsOfGroup(selected) : 'Select a row to narrow the filter by it.'),
    () => whyAbout(props.view, [selected ? termOf.group(selected.id) : termOf.failed()]),
  );

  const page = live.data;
  // A short list leaves its room to what is said of its groups, but for a line between them.
  const lines = page && !list.isOther ? Math.min(rowsHeight, Math.max(fewestLines, page.total + 1)) : rowsHeight;
  const panels = layoutGroup(width, besideHeight + rowsHeight - lines);
  useGrowingHistory(page?.historyShare);
  const now = clock.now();
  const label = windowLabel(window, { utc: isUtc, now });
  const phrase = windowPhrase(window, { utc: isUtc, now });
  // A past window has a name too long for a heading.
  const heading = window.endsAt === null ? label : 'traffic';
  const columns = useMemo(() => errorGroupColumns(heading, width), [heading, width]);
  useExportedGroups(areKeysActive, list, asked, {
    ...view,
    window: props.view.window,
    columns,
    context: useCellContext(now, isUtc),
  });
  const title: readonly Segment[] = [
    { text: ' Errors', tone: 'title' },
    list.isOther ? searching : { text: countWords(page), tone: 'muted' },
    { text: `   ${label}`, tone: 'muted' },
    ...markWords(list.marked),
    ...useChips(filter),
    ...scanWords(live, { isUtc, now }),
    ...(page ? limitWords(page, width) : []),
    ...(live.isUnanswered ? [unanswered] : []),
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <Line width={width} left={title} right={placeWords(state, zoneName(now, isUtc), { left: title, width })} />
      <Painted text=" " />
      <RecordList
        list={list}
        columns={columns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={(group) => group.lastSeenAt}
        isMuted={isSettled}
        lines={panels && selected ? lines : rowsHeight}
        empty={
          (page && noGroupWords(page)) ??
          listWord(live, view, 'error', {
            text: `No call failed ${phrase}.`,
            key: 't',
            what: 'picks another window',
          })
        }
      />
      {panels && selected && (
        <GroupPanels
          group={selected}
          layout={panels}
          asked={asked}
          title={`Calls of the selected group ${phrase}`}
          time={{ from: windowAt(window).from, to: window.endsAt ?? live.updatedAt ?? now, isUtc }}
          now={now}
        />
      )}
      <GroupLines
        group={selected}
        count={lineCount}
        width={width}
        now={now}
        isUtc={isUtc}
        isWhole={page !== undefined && page.historyShare >= 1}
        isPast={window.endsAt !== null}
      />
    </Box>
  );
}
