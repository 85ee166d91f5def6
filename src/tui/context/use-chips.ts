import { chips } from '../list/chips.ts';
import type { Segment } from '../theme/segments.ts';
import { useServices } from './services.tsx';

/** The parts of the filter of the shown view as chips; a click on one takes it away. */
export function useChips(filter: string): readonly Segment[] {
  const { dispatch } = useServices();
  return chips(filter, (rest) => dispatch({ type: 'view', change: { filter: rest } }));
}
