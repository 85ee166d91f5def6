import { Box } from 'ink';
import { useMemo } from 'react';
import { callWidths } from '../../../columns/call-parts.ts';
import { errorListColumns } from '../../../columns/errors.ts';
import type { ApiError, ErrorSort } from '../../../model/call.ts';
import type { ScannedPage } from '../../../model/page.ts';
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
import { termOf, termsOfCall, termsOfCallsLike, useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { listView, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { whyAbout } from '../../context/why-opening.ts';
import { windowPhrase } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listPosition, listWord, markWords } from '../../list/list-words.ts';
import type { Segment } from '../../theme/segments.ts';
import { useExportedErrors } from './export-errors.ts';
import { useErrorKeys } from './use-error-keys.ts';
import { noneWork } from './use-group-keys.ts';

const sorts = [
  { id: 'time', label: 'Time', descending: true },
  { id: 'status', label: 'Status', descending: true },
  { id: 'route', label: 'Route', descending: false },
  { id: 'user', label: 'User', descending: false },
] as const satisfies readonly { id: ErrorSort; label: string; descending: boolean }[];

const nothing = 'Only a group can be resolved, ignored or noted: o shows the groups.';
const turnFirst = { resolve: () => undefined, ignore: () => undefined, note: () => undefined };

/** Says of the selected call what has no room in its row: its route, and its message whole. */
function belowWords(selected: ApiError | undefined, width: number): readonly Segment[] {
  if (selected === undefined) return [];
  const message = selected.errorMessage ? `   ${printable(selected.errorMessage, width)}` : '';
  return [{ text: ` ${printable(selected.apiRoute, width)}` }, { text: message, tone: 'muted' }];
}

/** The failed calls of the window one by one, newest first; pages are read while scrolling. */
export function ErrorList(props: ScreenProps<'errors'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch, windowAt } = useServices();
  const asked = useAskedCalls(props.view, isUtc);
  const { window } = asked;
  const view = listView<ErrorSort>(props.view, sorts, 'time');
  const hasRouteBelow = width < callWidths.whole && height > 8;
  const columns = useMemo(() => errorListColumns(width), [width]);
  const rowsHeight = Math.max(1, height - 3 - (hasRouteBelow ? 1 : 0));
  const { filter, sort, descending } = view;
  const list = useViewedList<ApiError, ScannedPage<ApiError>>(
    `${view.key} ${asked.key}`,
    rowsHeight,
    props.view,
    (place) => store.apiLogs.errors({ ...place, ...asked.listed, sort, descending, window: windowAt(window) }),
  );
  const { state, live } = list;
  const areKeysActive = isActive && !isTyping;

  useListKeys(list, {
    view,
    sorts,
    noun: 'message',
    onOpen: (error) => dispatch({ type: 'open', screen: 'call', args: { id: error.id } }),
    copied: (error) => error.errorMessage ?? '',
    isActive: areKeysActive,
  });
  useExportedErrors(areKeysActive, list, asked, { ...view, columns, context: useCellContext(clock.now(), isUtc) });
  useErrorKeys(props, window);
  useKeys('groups', turnFirst, { isActive: areKeysActive, reasons: noneWork(nothing) });
  const { selected } = list;
  useFilterKeys(
    { view: props.view, isUtc, isActive: areKeysActive },
    () => (selected ? termsOfCall(selected) : 'Select a row to narrow the filter by it.'),
    () => whyAbout(props.view, selected ? termsOfCallsLike(selected) : [termOf.failed()]),
  );

  const page = live.data;
  const words = windowPhrase(window, { utc: isUtc, now: clock.now() });
  const counts: readonly Segment[] = [
    { text: ' Errors', tone: 'title' },
    { text: page ? `   ${formatCount(page.unfilteredTotal)} ${words}` : '', tone: 'muted' },
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
        right={[{ text: `${listPosition(state)}${zoneName(clock.now(), isUtc)} `, tone: 'muted' }]}
      />
      <Painted text=" " />
      <RecordList
        list={list}
        columns={columns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={(error) => error.dateTime}
        empty={listWord(live, view, 'error', {
          text: `No call failed ${words}.`,
          key: 't',
          what: 'picks another window',
        })}
      />
      {hasRouteBelow && <Line width={width} left={belowWords(selected, width)} />}
    </Box>
  );
}
