import type { ErrorGroup } from '../../../model/error-group.ts';
import { shownState } from '../../../model/group-state.ts';
import { useServices } from '../../context/services.tsx';
import { useTriage } from '../../context/use-triage.ts';
import { type KeyLabels, type KeyReasons, useKeys } from '../../keys/use-keys.ts';

const nothing = 'There is no group to decide about.';

/** Answers the keys of the selected group. */
export function useGroupKeys(group: ErrorGroup | undefined, options: { readonly isActive: boolean }): void {
  const { dispatch } = useServices();
  const triage = useTriage();
  useKeys(
    'groups',
    {
      resolve: () => group && triage.resolve(group),
      ignore: () => group && triage.ignore(group),
      note: () => group && dispatch({ type: 'overlay', overlay: { kind: 'note', group } }),
    },
    { ...options, ...(group ? { labels: labelsOf(group) } : { reasons: noneWork(nothing) }) },
  );
}

/** One reason for all keys that are for groups. */
export function noneWork(reason: string): KeyReasons<'groups'> {
  return { resolve: reason, ignore: reason, note: reason };
}

function labelsOf(group: ErrorGroup): KeyLabels<'groups'> {
  const state = shownState(group);
  return {
    ...(state === 'resolved' && { resolve: 'reopen' }),
    ...(state === 'ignored' && { ignore: 'reopen' }),
  };
}
