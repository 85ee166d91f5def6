import { useState } from 'react';
import { printPath } from '../../../filter/path.ts';
import type { StoredCall } from '../../../model/call.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { narrowing } from '../../context/use-filter.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { callKeys } from './call-keys.ts';
import { callTerms } from './call-terms.ts';
import type { Difference } from './difference-run.ts';
import { differencePath } from './difference-segments.ts';
import type { CallLayout } from './layout.ts';
import { REST } from './payload-rows.ts';
import type { Match } from './search.ts';
import { useCopying } from './use-copying.ts';
import { type DifferenceTo, useDifference } from './use-difference.ts';
import { type PayloadView, usePayloadView } from './use-payload-view.ts';
import { type Search, useSearch } from './use-search.ts';
import { useSteps } from './use-steps.ts';
import type { Trees } from './use-stored-call.ts';

/** Contents of a call's screen: its payloads with a search, or the difference to another call. */
export interface CallParts {
  readonly payloads: PayloadView;
  readonly search: Search;
  /** The difference, while it is shown. */
  readonly difference: DifferenceTo | undefined;
  readonly isRevealed: boolean;
  /** Path of the selected value, or difference. */
  readonly path: string;
}

type Props = Pick<ScreenProps<'call'>, 'args' | 'view' | 'isActive' | 'width'>;

/** Puts payloads, search, difference and copying together, and answers their keys. */
export function useCallParts(props: Props, call: StoredCall, trees: Trees, layout: CallLayout): CallParts {
  const { args, view, isActive, width } = props;
  const { dispatch } = useServices();
  const [isRevealed, setRevealed] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const { rowWidth, rowsHeight: height, isSideBySide } = layout;
  const payloads = usePayloadView(
    trees,
    { width: rowWidth, height, isSideBySide, isRevealed },
    { mark: view.mark, onMark: (mark) => dispatch({ type: 'view', change: { mark } }) },
  );
  const search = useSearch(trees, payloads, isRevealed);
  const difference = useDifference(args.id, trees, { isWanted: isComparing, height });
  const copying = useCopying(call, trees, { cursor: payloads.cursor, isRevealed });
  const texts = [payloads.rows.req.texts, payloads.rows.res.texts];
  useSteps([...Object.values(trees), ...texts, search.run, ...difference.work], search.settle);
  const close = () => {
    if (isComparing) setComparing(false);
    else if (search.run.query !== '') search.clear();
    else dispatch({ type: 'close', isMarked: false });
  };
  const keys = callKeys({
    payloads,
    search,
    copying,
    copyDifference: () => {
      const path = selectedDifference(difference);
      if (path === '') return 'There is nothing to copy.';
      copying.copyPath(path);
      return undefined;
    },
    pageHeight: Math.max(1, height - 1),
    close,
    reveal: () => setRevealed(!isRevealed),
    compare: () => setComparing(!isComparing),
    narrow: () => {
      const { side, node } = payloads.cursor;
      const choose = (filter: string): void => {
        dispatch({ type: 'overlay', overlay: null });
        dispatch({ type: 'open', screen: 'calls', args: {}, filter });
      };
      const choice = narrowing(view.filter, callTerms(call, trees[side], { node, isRevealed }), choose);
      dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
    },
    openUser: () => dispatch({ type: 'open', screen: 'user', args: { username: call.username, id: call.userId } }),
    difference: isComparing ? difference : undefined,
    openDifference: () => {
      setComparing(false);
      const match = matchOf(difference.selected);
      if (match) payloads.show(match);
    },
  });
  useKeys('call', keys, { isActive });
  const path = isComparing ? selectedDifference(difference, width) : selectedPath(trees, payloads, width);
  return { payloads, search, difference: isComparing ? difference : undefined, isRevealed, path };
}

/** The value of this call in a difference; undefined if it has none. */
function matchOf(difference: Difference | undefined): Match | undefined {
  const isHere = difference?.kind === 'changed' || difference?.kind === 'removed';
  return isHere ? { side: difference.side, node: difference.one, offset: 0 } : undefined;
}

function selectedDifference({ run, selected }: DifferenceTo, mostSteps?: number): string {
  return run && selected ? differencePath(run, selected, mostSteps) : '';
}

/** The path of the selected value, or as much of its end as a width shows. */
function selectedPath(trees: Trees, { cursor: { side, node } }: PayloadView, width: number): string {
  const { tree, isJson } = trees[side];
  return `${side}${printPath(isJson && node < REST ? tree.pathOf(node, width) : [])}`;
}
