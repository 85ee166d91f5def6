import { useMemo } from 'react';
import { shownRoute } from '../../context/routes.ts';
import { type Services, useServices } from '../../context/services.tsx';
import { reasonAgainst, type ScopedUses } from '../../keys/key-labels.ts';
import { type Binding, bindingsOf, scopesOf } from '../../keys/keymap.ts';
import { useKeyUses } from '../../keys/use-keys.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

/** The actions of the keys that work on the shown screen, its own first, those that the footer names before others. Choosing one presses its key. */
export function useActionEntries({ navigation }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch } = useServices();
  const uses = useKeyUses();
  const { screen } = shownRoute(navigation.routes);
  return useMemo(
    () =>
      [...scopesOf(screen), 'global' as const]
        .flatMap((scope) => bindingsOf([scope]))
        // The screens are entries of their own, and the palette is open already.
        .filter(({ action }) => action !== 'show' && action !== 'palette')
        .toSorted((one, other) => Number(one.label === undefined) - Number(other.label === undefined))
        .map((binding) => actionEntry(binding, uses, dispatch)),
    [screen, uses, dispatch],
  );
}

function actionEntry(binding: Binding, uses: ScopedUses, dispatch: Services['dispatch']): PaletteEntry {
  const { scope, action, keys, help, command } = binding;
  const [key = ''] = keys;
  const label = uses.get(scope)?.labels[action] ?? binding.label;
  const reason = reasonAgainst(binding, uses);
  return {
    kind: 'action',
    id: `action ${scope}.${action}`,
    label: help,
    ...(label !== undefined && { also: [label] }),
    key,
    ...(command !== undefined && { command }),
    ...(reason !== undefined && { reason }),
    run: () => dispatch({ type: 'press', key }),
  };
}
