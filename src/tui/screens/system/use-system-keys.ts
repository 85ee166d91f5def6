import { measures } from '../../charts/timeline-chart.tsx';
import type { Mark, View } from '../../context/route.ts';
import { useServices } from '../../context/services.tsx';
import { useWindowKey } from '../../context/use-window-key.ts';
import { pinnedTo, stepWindow } from '../../context/windows.ts';
import type { KeyHandlers } from '../../keys/use-keys.ts';
import type { Selection } from './selection.ts';

/** The handlers of the keys of System over its view and what is selected. */
export function useSystemKeys({ window, chart }: View, selection: Selection): KeyHandlers<'system'> {
  const { dispatch, clock } = useServices();
  const { row, column, atColumn } = selection;
  const select = (next: Mark | string): string | undefined => {
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
  return {
    window: useWindowKey(window),
    earlier: () => dispatch({ type: 'window', window: stepWindow(window, -1, clock) }),
    later: () => {
      if (window.endsAt === null) return 'This is the newest window: it is live.';
      dispatch({ type: 'window', window: stepWindow(window, 1, clock) });
      return undefined;
    },
    chart: () => dispatch({ type: 'view', change: { chart: (chart + 1) % measures.length } }),
    down: () => select(selection.nextRow(1)),
    up: () => select(selection.nextRow(-1)),
    left: () => select(selection.nextBar(-1)),
    right: () => select(selection.nextBar(1)),
    close: () => dispatch({ type: 'close', isMarked: row !== undefined || column !== null }),
    open: () => {
      if (atColumn) {
        dispatch({ type: 'open', screen: 'errors', args: {}, window: pinnedTo(atColumn.from, atColumn.to) });
      } else if (row === undefined) {
        return 'Select a row with j and k, or a bar with ← and →, to open it.';
      } else if (row.list === 'routes') dispatch({ type: 'open', screen: 'errors', args: {}, filter: row.name });
      else dispatch({ type: 'open', screen: 'user', args: { username: row.name, id: null } });
      return undefined;
    },
  };
}
