import { actionKey } from '../keys/active-keymap.ts';
import { useKeyPress } from '../keys/use-keys.ts';
import type { ChartSelection } from './chart-selection.ts';
import type { HeatSelection } from './heat-selection.ts';
import type { Clicked, Mark } from './route.ts';
import { useServices } from './services.tsx';

/** The short lists of a screen, whose rows a click selects. */
interface ClickedRows<List extends string> {
  placeIn(list: List): number | null;
  rowAt(list: List, place: number): Mark | undefined;
}

/** The answers to clicks on a chart over time or a heatmap. */
export interface ChartClicks {
  readonly onBar: (column: number) => void;
  readonly onCell: (column: number, row: number) => void;
}

/** The answer to a click in the whole program: the first one selects, another one opens what is selected. */
export function useClicks(scope: 'system' | 'user' | 'why'): (clicked: Clicked | undefined) => void {
  const { dispatch } = useServices();
  const press = useKeyPress();
  return (clicked) => {
    if (clicked === undefined) return;
    if (clicked.isSelected) press(actionKey({ scope, action: 'open' }));
    else dispatch({ type: 'view', change: { mark: clicked.mark } });
  };
}

/** The handler of clicks on the rows of each short list of a screen. */
export function useRowClicks<List extends string>(
  scope: 'system' | 'user',
  selection: ClickedRows<List>,
): (list: List) => (place: number) => void {
  const click = useClicks(scope);
  return (list) => (place) => {
    const mark = selection.rowAt(list, place);
    click(mark && { mark, isSelected: selection.placeIn(list) === place });
  };
}

/** The handlers of clicks on the chart of a screen. */
export function useChartClicks(
  scope: 'system' | 'user',
  { chart, heat }: { readonly chart: ChartSelection; readonly heat: HeatSelection | undefined },
): ChartClicks {
  const click = useClicks(scope);
  return {
    onBar: (column) => click(chart.clicked(column)),
    onCell: (column, row) => click(heat?.clicked(column, row)),
  };
}
