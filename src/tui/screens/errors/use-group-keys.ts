import { type BulkTriage, ignoreMany, resolveMany } from '../../../actions/bulk-triage.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { shownState } from '../../../model/group-state.ts';
import { formatCount } from '../../../text/format.ts';
import { useServices } from '../../context/services.tsx';
import { useTriage } from '../../context/use-triage.ts';
import { type KeyLabels, type KeyReasons, useKeys } from '../../keys/use-keys.ts';

const nothing = 'There is no group to decide about.';

/** Decisions about all marked groups, and how many there are. */
interface MarkedGroups {
  readonly decideMarked: (wanted: BulkTriage) => void;
  readonly count: number;
}

/** Answers the keys of the selected group, or of the marked ones. */
export function useGroupKeys(
  group: ErrorGroup | undefined,
  { decideMarked, count, ...options }: { readonly isActive: boolean } & MarkedGroups,
): void {
  const { dispatch } = useServices();
  const triage = useTriage();
  useKeys(
    'groups',
    {
      resolve: () => (count > 0 ? decideMarked(resolveMany) : group && triage.resolve(group)),
      ignore: () => (count > 0 ? decideMarked(ignoreMany) : group && triage.ignore(group)),
      note: () => group && dispatch({ type: 'overlay', overlay: { kind: 'note', group } }),
    },
    {
      ...options,
      labels: count > 0 ? labelsOfMany(count) : group ? labelsOf(group) : {},
      reasons: group ? {} : count > 0 ? { note: nothing } : noneWork(nothing),
    },
  );
}

/** One reason for all keys that are for groups. */
export function noneWork(reason: string): KeyReasons<'groups'> {
  return { resolve: reason, ignore: reason, note: reason };
}

function labelsOfMany(count: number): KeyLabels<'groups'> {
  return { resolve: `resolve ${formatCount(count)}`, ignore: `ignore ${formatCount(count)}` };
}

function labelsOf(group: ErrorGroup): KeyLabels<'groups'> {
  const state = shownState(group);
  return {
    ...(state === 'resolved' && { resolve: 'reopen' }),
    ...(state === 'ignored' && { ignore: 'reopen' }),
  };
}
