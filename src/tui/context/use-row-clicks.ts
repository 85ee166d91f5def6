import { actionKey } from '../keys/active-keymap.ts';
import { useKeyPress } from '../keys/use-keys.ts';
import type { Mark } from './route.ts';
import { useServices } from './services.tsx';

/** The short lists of a screen, whose rows a click selects. */
interface ClickedRows<List extends string> {
  placeIn(list: List): number | null;
  rowAt(list: List, place: number): Mark | undefined;
}

/** The handler of clicks on the rows of each short list of a screen: the first one selects a row, another one opens it. */
export function useRowClicks<List extends string>(
  scope: 'system' | 'user',
  selection: ClickedRows<List>,
): (list: List) => (place: number) => void {
  const { dispatch } = useServices();
  const press = useKeyPress();
  return (list) => (place) => {
    const mark = selection.rowAt(list, place);
    if (mark === undefined) return;
    if (selection.placeIn(list) === place) press(actionKey({ scope, action: 'open' }));
    else dispatch({ type: 'view', change: { mark } });
  };
}
