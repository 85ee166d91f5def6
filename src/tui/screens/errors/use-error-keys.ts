import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useWindowKey } from '../../context/use-window-key.ts';
import type { WindowChoice } from '../../context/window-choice.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listStart } from '../../list/list-state.ts';
import { noMarks } from '../../list/marks.ts';

/** Answers the keys that work on groups and on single errors alike. */
export function useErrorKeys({ view, isActive, isTyping, isUtc }: ScreenProps<'errors'>, window: WindowChoice): void {
  const { dispatch } = useServices();
  const { place, order, marks, otherList } = view;
  const other = otherList ?? { place: listStart, order: null, marks: noMarks };
  const turned = { ...other, isUngrouped: !view.isUngrouped, otherList: { place, order, marks } };
  useKeys(
    'errors',
    { window: useWindowKey(window, isUtc), grouping: () => dispatch({ type: 'view', change: turned }) },
    { isActive: isActive && !isTyping, labels: view.isUngrouped ? { grouping: 'groups' } : {} },
  );
}
