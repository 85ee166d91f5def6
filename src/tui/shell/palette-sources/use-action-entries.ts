import { useMemo } from 'react';
import { shownRoute } from '../../context/routes.ts';
import { type Services, useServices } from '../../context/services.tsx';
import { actionKey } from '../../keys/active-keymap.ts';
import { reasonAgainst, reasonElsewhere, type ScopedUses } from '../../keys/key-labels.ts';
import { type Binding, scopesOf } from '../../keys/keymap.ts';
import { useKeymap, useKeyUses } from '../../keys/use-keys.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

/**
 * The actions of the keys that work on the shown screen, its own first, those that the footer names before others, and behind them
 * those of other screens, which say where they work. Choosing one presses its key.
 */
export function useActionEntries({ navigation }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch } = useServices();
  const uses = useKeyUses();
  const keymap = useKeymap();
  const { screen } = shownRoute(navigation.routes);
  return useMemo(() => {
    const scopes = [...scopesOf(screen), 'global' as const];
    const here = scopes
      .flatMap((scope) => keymap.of([scope]))
      // The screens are entries of their own, the palette is open already, and what a screen does in its own way is done in that.
      .filter(({ action }) => action !== 'show' && action !== 'palette')
      .filter(({ action }, place, all) => all.findIndex((other) => other.action === action) === place)
      .toSorted((one, other) => Number(one.label === undefined) - Number(other.label === undefined));
    const helps = new Set(here.map(({ help }) => help));
    // What only moves something there is not looked for by its name.
    const elsewhere = keymap.bindings.filter(
      ({ scope, help, label, command }) =>
        !scopes.includes(scope) && !helps.has(help) && (label ?? command) !== undefined,
    );
    return [
      ...here.map((binding) => ({
        ...actionEntry(binding, uses, dispatch),
        ...reasonOf(reasonAgainst(binding, uses)),
      })),
      ...elsewhere
        .filter(({ help }, place) => elsewhere.findIndex((other) => other.help === help) === place)
        .map((binding) => ({
          ...actionEntry(binding, uses, dispatch),
          reason: reasonElsewhere(binding),
          isElsewhere: true as const,
        })),
    ];
  }, [screen, uses, keymap, dispatch]);
}

function reasonOf(reason: string | undefined): Pick<PaletteEntry, 'reason'> {
  return reason === undefined ? {} : { reason };
}

function actionEntry(binding: Binding, uses: ScopedUses, dispatch: Services['dispatch']): PaletteEntry {
  const { scope, action, keys, help, command } = binding;
  const [key] = keys;
  const label = uses.get(scope)?.labels[action] ?? binding.label;
  return {
    kind: 'action',
    id: `action ${scope}.${action}`,
    label: help,
    // What begins with the label is found by it, and leaves the word alone to what is called so: `open`.
    ...(label !== undefined && !help.startsWith(label) && { also: [label] }),
    ...(key !== undefined && { key }),
    ...(command !== undefined && { command }),
    run: () => dispatch({ type: 'press', key: actionKey(binding) }),
  };
}
