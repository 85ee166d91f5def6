import type { ErrorGroup } from '../../../model/error-group.ts';
import { shownState } from '../../../model/group-state.ts';
import { useServices } from '../../context/services.tsx';
import { useTriage } from '../../context/use-triage.ts';
import { type KeyLabels, useKeys } from '../../keys/use-keys.ts';

const nothing = 'There is no group to decide about.';

/** Answers the keys of the selected group. */
export function useGroupKeys(group: ErrorGroup | undefined, options: { readonly isActive: boolean }): void {
  const { dispatch } = useServices();
  const triage = useTriage();
  useKeys(
    'groups',
    {
      resolve: () => (group ? triage.resolve(group) : nothing),
      ignore: () => (group ? triage.ignore(group) : nothing),
      note: () => (group ? dispatch({ type: 'overlay', overlay: { kind: 'note', group } }) : nothing),
    },
    { ...options, labels: group ? labelsOf(group) : noneWork },
  );
}

/** Labels of keys that are for groups, where none is selected. */
export const noneWork: KeyLabels<'groups'> = { resolve: null, ignore: null, note: null };

function labelsOf(group: ErrorGroup): KeyLabels<'groups'> {
  const state = shownState(group);
  return {
    ...(state === 'resolved' && { resolve: 'reopen' }),
    ...(state === 'ignored' && { ignore: 'reopen' }),
  };
}
