import { withTerm } from '../../filter/edit.ts';
import type { KeyHandlers } from '../keys/use-keys.ts';
import type { HeatView, Mark, Opening, View } from './route.ts';
import { useServices } from './services.tsx';
import { termOf, withoutTime } from './use-filter.ts';
import type { ShownHeatmap } from './use-heatmap.ts';
import { pinnedTo } from './windows.ts';

const first: HeatView = { share: 'column', hasLines: false };
/** The sentence why keys of a heatmap cannot work where none is shown. */
export const notShown = 'h shows response times as a heatmap first.';

type HeatKeys = Pick<KeyHandlers<'chart'>, 'heatmap' | 'share' | 'extend'> &
  Partial<Pick<KeyHandlers<'chart'>, 'chart' | 'left' | 'right'>>;

/** The handlers of the keys of a heatmap, those that it takes over from the chart while it is shown too. */
export function useHeatKeys(view: View, shown: ShownHeatmap | undefined): HeatKeys {
  const { dispatch } = useServices();
  const change = (heat: HeatView | null, mark = view.mark): void => dispatch({ type: 'view', change: { heat, mark } });
  const select = useSelect();
  const { heat } = view;
  return {
    heatmap: () => change(heat === null ? first : null, heat === null ? view.mark : asBar(view.mark)),
    share: () => (heat === null ? notShown : change({ ...heat, share: heat.share === 'all' ? 'column' : 'all' })),
    extend: () => (shown === undefined ? notShown : select(shown.extended())),
    ...(heat !== null && { chart: () => change({ ...heat, hasLines: !heat.hasLines }) }),
    ...(shown && {
      left: () => select(shown.next({ column: -1, row: 0 })),
      right: () => select(shown.next({ column: 1, row: 0 })),
    }),
  };
}

/** A handler of `down` or `up`: on a heatmap its arrow moves the cell; otherwise it selects rows. */
export function useRowOrCell(shown: ShownHeatmap | undefined, by: 1 | -1, selectRow: () => string | undefined) {
  const select = useSelect();
  return (key: string): string | undefined => {
    if (shown === undefined || !['up', 'down'].includes(key)) return selectRow();
    return select(shown.next({ column: 0, row: by === 1 ? -1 : 1 }));
  };
}

/** The calls that the selected cells of a heatmap stand for; undefined if none are selected. */
export function heatOpening({ filter }: View, shown: ShownHeatmap | undefined): Opening<'calls'> | undefined {
  if (shown?.span === undefined) return undefined;
  const { from, to, fromMs, toMs } = shown.span;
  const narrowed = withTerm(withoutTime({ filter }).filter, termOf.ms(fromMs, toMs), 'only');
  return { screen: 'calls', args: {}, filter: narrowed, window: pinnedTo(from, to) };
}

function useSelect(): (next: Mark | string) => string | undefined {
  const { dispatch } = useServices();
  return (next) => {
    if (typeof next === 'string') return next;
    dispatch({ type: 'view', change: { mark: next } });
    return undefined;
  };
}

// On the chart the cell of a heatmap is the bar of its time.
function asBar(mark: Mark | null): Mark | null {
  return mark?.kind === 'cell' ? { kind: 'bar', at: mark.at } : mark;
}
