import { Box } from 'ink';
import { useMemo } from 'react';
import { errorColumns } from '../../columns/errors.ts';
import { useNow } from '../../live/use-now.ts';
import type { ApiError, ErrorSort, Page } from '../../model.ts';
import { ageStepMs, formatCount } from '../../text/format.ts';
import { EmptyList } from '../components/empty-list.tsx';
import { Painted } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { TitleLine } from '../components/title-line.tsx';
import { listPosition, listWord } from '../list-words.ts';
import type { Segment } from '../segments.ts';
import { useServices } from '../services.tsx';
import { paintHeading, paintRow, placeColumns } from '../table.ts';
import { useKeys } from '../use-keys.ts';
import { useList } from '../use-list.ts';
import { useFilterInput, useListKeys, useListView } from '../use-list-view.ts';
import { useTheme } from '../use-theme.ts';
import { useWindowKey } from '../use-window-key.ts';
import { windowKey, windowLabel } from '../windows.ts';
import type { ScreenProps } from './screen.ts';

const sorts = [
  { id: 'time', label: 'Time', descending: true },
  { id: 'status', label: 'Status', descending: true },
  { id: 'route', label: 'Route', descending: false },
  { id: 'user', label: 'User', descending: false },
] as const satisfies readonly { id: ErrorSort; label: string; descending: boolean }[];

/** The failed calls of the window, newest first; pages are read while scrolling. */
export function Errors(props: ScreenProps & { readonly initialFilter: string }) {
  const { width, height, isActive, isUtc, window } = props;
  const { store, clock, dispatch, windowAt } = useServices();
  const theme = useTheme();
  const view = useListView<ErrorSort>({ sort: 'time', descending: true, filter: props.initialFilter });
  const rowsHeight = Math.max(1, height - 3);
  const { filter, sort, descending } = view;
  const list = useList<ApiError, Page<ApiError>>(`${view.key} ${windowKey(window)}`, rowsHeight, (place) =>
    store.apiLogs.errors({ ...place, filter, sort, descending, window: windowAt(window) }),
  );
  const { state, live } = list;
  const shown = Array.from({ length: state.height }, (_, row) => list.rowAt(state.top + row));
  const steps = shown.flatMap((row) => (row?.dateTime ? [ageStepMs(row.dateTime, clock.now())] : []));
  const now = useNow(steps.length > 0 ? Math.min(...steps) : null);
  const columns = useMemo(() => placeColumns(errorColumns, width), [width]);
  const context = { now, utc: isUtc, style: 'blocks' as const };
  const input = useFilterInput(list, view);
  const areKeysActive = isActive && !view.isTyping;

  const listKeys = useListKeys(list, {
    view,
    sorts,
    noun: 'message',
    onOpen: (error) => dispatch({ type: 'openCall', id: error.id }),
    copied: (error) => error.errorMessage ?? '',
  });
  useKeys('list', listKeys, { isActive: areKeysActive });
  useKeys('errors', { window: useWindowKey(window) }, { isActive: areKeysActive });

  const page = live.data;
  const counts: readonly Segment[] = [
    { text: ' Errors', tone: 'title' },
    { text: page ? `   ${formatCount(page.unfilteredTotal)} in the ${windowLabel(window, isUtc)}` : '', tone: 'muted' },
    { text: filter && page ? `   ${formatCount(page.total)} found` : '', tone: 'muted' },
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <TitleLine width={width} left={counts} right={[{ text: listPosition(state), tone: 'muted' }]} filter={input} />
      <Painted text=" " />
      <Painted text={paintHeading(theme, width, columns, { sort, descending })} />
      {state.total === 0 ? (
        <EmptyList
          width={width}
          word={listWord(live, filter, 'error', {
            text: `No call failed in the ${windowLabel(window, isUtc)}.`,
            key: 't',
            what: 'picks another window',
          })}
        />
      ) : (
        <List
          state={state}
          height={rowsHeight}
          paintRow={(index, isSelected) => {
            const row = list.rowAt(index);
            return row ? paintRow(row, columns, { theme, width, context, isSelected }) : theme.paint('   …', 'muted');
          }}
        />
      )}
    </Box>
  );
}
