import { Box } from 'ink';
import { useMemo } from 'react';
import { userListColumns } from '../../../columns/users.ts';
import type { UserOverview, UserOverviewPage, UserSort } from '../../../model/user.ts';
import { formatCount, formatWindow } from '../../../text/format.ts';
import { Line, Painted } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { RecordList } from '../../context/record-list.tsx';
import { scanWords, searching } from '../../context/scan-words.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useChips } from '../../context/use-chips.ts';
import { termOf, useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { listView, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { isMarking } from '../../context/use-marking.ts';
import { useWindowKey } from '../../context/use-window-key.ts';
import { windowLabel } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listPosition, listWord, markWords } from '../../list/list-words.ts';
import type { Segment } from '../../theme/segments.ts';
import { useExportedUsers } from './export-users.ts';
import { activationLabel, useMarkedUsers } from './use-marked-users.ts';

const sorts = [
  { id: 'username', label: 'Username', descending: false },
  { id: 'lastCall', label: 'Last call', descending: true },
  { id: 'calls', label: 'Calls', descending: true },
  { id: 'errors', label: 'Errors', descending: true },
  { id: 'avg', label: 'Average time', descending: true },
  { id: 'p95', label: '95th percentile', descending: true },
  { id: 'serverErrors', label: 'Server errors (5xx)', descending: true },
  { id: 'lastError', label: 'Last error', descending: true },
  { id: 'topRoute', label: 'Top route', descending: false },
  { id: 'last7Days', label: 'Calls of the last 7 days', descending: true },
  { id: 'keyState', label: 'State of the key', descending: true },
  { id: 'status', label: 'Status', descending: false },
  { id: 'created', label: 'Created', descending: true },
] as const satisfies readonly { id: UserSort; label: string; descending: boolean }[];

/** The users with their traffic in the window. */
export function Users(props: ScreenProps<'users'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch, windowAt } = useServices();
  const asked = useAskedCalls(props.view, isUtc);
  const { window } = asked;
  const actions = useActions();
  const view = listView<UserSort>(props.view, sorts, 'calls');
  const rowsHeight = Math.max(1, height - 3);
  const { filter, sort, descending } = view;
  const isLive = window.endsAt === null;
  const buckets = isLive ? `last ${formatWindow(window.hours)}` : 'traffic';
  const { columns, details } = useMemo(
    () => userListColumns({ windowLabel: buckets, isLive, screenWidth: width, sort }),
    [buckets, isLive, width, sort],
  );
  const list = useViewedList<UserOverview, UserOverviewPage>(
    `${view.key} ${asked.key} ${details}`,
    rowsHeight,
    props.view,
    (place) =>
      store.users.overview({
        ...place,
        ...asked.listed,
        sort,
        descending,
        window: windowAt(window),
        bucketCount: 24,
        details,
      }),
  );
  const { state, live } = list;
  const areKeysActive = isActive && !isTyping;

  useListKeys(list, {
    view,
    sorts,
    noun: 'username',
    onOpen: (user) => dispatch({ type: 'open', screen: 'user', args: { username: user.username, id: user.id } }),
    copied: (user) => user.username,
    isActive: areKeysActive,
  });
  const selected = list.selected;
  useExportedUsers(areKeysActive, list, asked, {
    ...view,
    window: props.view.window,
    columns,
    context: useCellContext(clock.now(), isUtc),
  });
  const changeMarked = useMarkedUsers(list, asked, view);
  const none = live.data ? 'No user is selected: a adds one.' : 'The users are still being read.';
  useKeys(
    'users',
    {
      add: () => dispatch({ type: 'overlay', overlay: { kind: 'createUser' } }),
      activation: () => (isMarking(list.marked) ? changeMarked() : selected && actions.changeActivation(selected)),
      newKey: () => selected && actions.newKey(selected),
      audit: () => selected && dispatch({ type: 'open', screen: 'audit', args: { userId: selected.id } }),
      window: useWindowKey(window, isUtc),
    },
    {
      isActive: areKeysActive,
      labels: activationLabel(list),
      reasons: selected ? {} : { newKey: none, audit: none, ...(!isMarking(list.marked) && { activation: none }) },
    },
  );

  useFilterKeys({ view: props.view, isUtc, isActive: areKeysActive }, () =>
    selected ? [termOf.user(selected.username)] : none,
  );

  const page = live.data;
  const counts: readonly Segment[] = [
    { text: ' Users', tone: 'title' },
    {
      text: page ? `   ${formatCount(page.unfilteredTotal)} · ${formatCount(page.activeTotal)} active` : '',
      tone: 'muted',
    },
    list.isOther ? searching : { text: filter && page ? `   ${formatCount(page.total)} found` : '', tone: 'muted' },
    ...markWords(list.marked),
    ...useChips(filter),
    ...scanWords(live, { isUtc, now: clock.now() }),
    ...(live.isUnanswered ? [unanswered] : []),
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <Line
        width={width}
        left={counts}
        right={[
          { text: listPosition(state), tone: 'muted' },
          { text: `traffic: ${windowLabel(window, { utc: isUtc, now: clock.now() })} `, tone: 'muted' },
        ]}
      />
      <Painted text=" " />
      <RecordList
        list={list}
        columns={columns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={(user) => user.lastCallAt}
        isMuted={(user) => !user.isActive}
        empty={listWord(live, view, 'user', { text: 'No users yet.', key: 'a', what: 'adds the first one' })}
      />
    </Box>
  );
}
