import { withTerm } from '../../../filter/edit.ts';
import type { View } from '../../context/route.ts';
import { useServices } from '../../context/services.tsx';
import { barOpening } from '../../context/use-chart-keys.ts';
import { useClose } from '../../context/use-close.ts';
import { useCopy } from '../../context/use-copy.ts';
import { heatOpening, useRowOrCell } from '../../context/use-heat-keys.ts';
import { type KeyHandlers, useKeys } from '../../keys/use-keys.ts';
import { selectedTerms } from './selected-terms.ts';
import type { Selection } from './selection.ts';

const unselected = 'Select a row with j and k, or a bar with ← and →, to open it.';

/** Answers the keys of System over its view and what is selected. */
export function useSystemKeys(view: View, selection: Selection, options: { readonly isActive: boolean }): void {
  const { dispatch, exports } = useServices();
  const copy = useCopy();
  const { row, chart, heat } = selection;
  const select = (by: 1 | -1): string | undefined => {
    const next = selection.nextRow(by);
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
  const handlers: KeyHandlers<'system'> = {
    down: useRowOrCell(heat, 1, () => select(1)),
    up: useRowOrCell(heat, -1, () => select(-1)),
    close: useClose(row !== undefined || chart.column !== null || heat?.span !== undefined),
    copy: () => {
      const [name] = exports.current()[0]?.copies.names ?? [];
      if (name) copy(name.label, name.text);
    },
    open: () => {
      const cells = heatOpening(view, heat);
      if (cells) {
        dispatch({ type: 'open', ...cells });
        return undefined;
      }
      if (chart.atColumn) {
        dispatch({ type: 'open', ...barOpening(view, chart.atColumn) });
        return undefined;
      }
      if (row?.list === 'users') {
        dispatch({ type: 'open', screen: 'user', args: { username: row.name, id: null } });
        return undefined;
      }
      const terms = selectedTerms(selection);
      const narrowed =
        typeof terms === 'string'
          ? view.filter
          : terms.reduce((text, term) => withTerm(text, term, 'only'), view.filter);
      dispatch({ type: 'open', screen: 'calls', args: {}, filter: narrowed });
      return undefined;
    },
  };
  const isSelected = heat?.span !== undefined || chart.atColumn !== undefined || row !== undefined;
  useKeys('system', handlers, {
    ...options,
    reasons: {
      ...(!isSelected && { open: unselected }),
      ...(row === undefined && { copy: 'Select a row with j and k to copy its name.' }),
    },
  });
}
