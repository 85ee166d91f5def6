import { useState } from 'react';
import { printPath } from '../../../filter/path.ts';
import type { StoredCall } from '../../../model/call.ts';
import { withoutEmails } from '../../../text/json/hidden-values.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCopy } from '../../context/use-copy.ts';
import { narrowing } from '../../context/use-filter.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { callKeys } from './call-keys.ts';
import { callTerms } from './call-terms.ts';
import { differencePath } from './difference-segments.ts';
import type { CallLayout } from './layout.ts';
import { REST } from './payload-rows.ts';
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
  const copyText = useCopy();
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
  const { run, selected } = difference;
  const close = () => {
    if (isComparing) setComparing(false);
    else if (search.run.query !== '') search.clear();
    else dispatch({ type: 'close', isMarked: false });
  };
  const openSelected = () => {
    setComparing(false);
    if (selected && (selected.kind === 'changed' || selected.kind === 'removed'))
      payloads.show({ side: selected.side, node: selected.one, offset: 0 });
  };
  const copyPath = () => {
    const path = run && selected ? differencePath(run, selected) : '';
    copyText('path', isRevealed ? path : withoutEmails(path));
  };
  const keys = callKeys({
    payloads,
    search,
    copying,
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
    difference: isComparing ? { ...difference, open: openSelected, copyPath } : undefined,
  });
  useKeys('call', keys, { isActive });
  const path = isComparing
    ? run && selected && differencePath(run, selected, width)
    : selectedPath(trees, payloads, width);
  return { payloads, search, difference: isComparing ? difference : undefined, isRevealed, path: path ?? '' };
}

/** The path of the selected value, or as much of its end as a width shows. */
function selectedPath(trees: Trees, { cursor: { side, node } }: PayloadView, width: number): string {
  const { tree, isJson } = trees[side];
  return `${side}${printPath(isJson && node < REST ? tree.pathOf(node, width) : [])}`;
}
