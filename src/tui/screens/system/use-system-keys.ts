import { withTerm } from '../../../filter/edit.ts';
import { measures } from '../../charts/timeline-chart.tsx';
import type { Mark, View } from '../../context/route.ts';
import { useServices } from '../../context/services.tsx';
import { useClose } from '../../context/use-close.ts';
import { withoutTime } from '../../context/use-filter.ts';
import { useWindowSteps } from '../../context/use-window-steps.ts';
import type { WindowChoice } from '../../context/window-choice.ts';
import { pinnedTo } from '../../context/windows.ts';
import type { KeyHandlers } from '../../keys/use-keys.ts';
import { selectedTerms } from './selected-terms.ts';
import type { Selection } from './selection.ts';

/** The handlers of the keys of System over its view, the window that it looks at, and what is selected. */
export function useSystemKeys(
  { filter, chart }: View,
  { window, selection }: { readonly window: WindowChoice; readonly selection: Selection },
): KeyHandlers<'system'> {
  const { dispatch } = useServices();
  const { row, column, atColumn } = selection;
  const select = (next: Mark | string): string | undefined => {
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
  return {
    ...useWindowSteps(window),
    chart: () => dispatch({ type: 'view', change: { chart: (chart + 1) % measures.length } }),
    down: () => select(selection.nextRow(1)),
    up: () => select(selection.nextRow(-1)),
    left: () => select(selection.nextBar(-1)),
    right: () => select(selection.nextBar(1)),
    close: useClose(row !== undefined || column !== null),
    open: () => {
      if (atColumn) {
        const pinned = pinnedTo(atColumn.from, atColumn.to);
        const { filter: kept } = withoutTime({ filter: shownErrors(measures[chart], filter) });
        dispatch({ type: 'open', screen: 'calls', args: {}, filter: kept, window: pinned });
        return undefined;
      }
      if (row === undefined) return 'Select a row with j and k, or a bar with ← and →, to open it.';
      if (row.list === 'users') {
        dispatch({ type: 'open', screen: 'user', args: { username: row.name, id: null } });
        return undefined;
      }
      const terms = selectedTerms(selection);
      const narrowed =
        typeof terms === 'string' ? filter : terms.reduce((text, term) => withTerm(text, term, 'only'), filter);
      dispatch({ type: 'open', screen: 'calls', args: {}, filter: narrowed });
      return undefined;
    },
  };
}

// A bar of the chart of errors stands for calls that failed.
function shownErrors(measure: (typeof measures)[number] | undefined, filter: string): string {
  return measure === 'errors' ? withTerm(filter, { kind: 'is', values: ['error'] }, 'only') : filter;
}
