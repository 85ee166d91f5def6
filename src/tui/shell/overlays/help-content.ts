import { errorShareScale } from '../../../columns/cells.ts';
import { filterFields } from '../../../filter/fields.ts';
import type { ErrorShareScale } from '../../../model/settings.ts';
import { actionKey } from '../../keys/active-keymap.ts';
import { reasonAgainst, reasonElsewhere, type ScopedUses } from '../../keys/key-labels.ts';
import { type Binding, type Scope, scopeName } from '../../keys/keymap.ts';

const longestExample = 17;

/** A line of the help: a key and what it does, or a fact. */
export interface HelpEntry {
  readonly id: string;
  /** The keys, or what a fact is about. */
  readonly term: string;
  readonly text: string;
  /** The key that does it; undefined for facts. */
  readonly press?: string;
  /** A sentence why it cannot work now. */
  readonly reason?: string;
}

/** Lines under one heading. */
export interface HelpSection {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

/** Everything that the help depends on. */
export interface HelpState {
  readonly bindings: readonly Binding[];
  /** Scopes whose keys work on the shown screen, its own first. */
  readonly activeScopes: readonly Scope[];
  readonly uses: ScopedUses;
  readonly scale: ErrorShareScale;
  readonly keyName: (key: string) => string;
  /** A text as it is drawn. */
  readonly said: (text: string) => string;
}

/** All of the help: the keys of the shown screen, those that work everywhere, what else one has to know, and the keys of other screens. */
export function helpSections(state: HelpState): readonly HelpSection[] {
  const { bindings, activeScopes } = state;
  const others = new Set(bindings.map(({ scope }) => scope).filter((scope) => !activeScopes.includes(scope)));
  const keysOf = (scope: Scope): HelpSection => ({
    title: scopeName(scope),
    entries: bindings
      .filter((binding) => binding.scope === scope && binding.keys.length > 0)
      .map((binding) => keyEntry(binding, state)),
  });
  const facts = [scaleSection(state.scale), fieldSection()];
  return [...activeScopes.map(keysOf), ...facts, ...[...others].map(keysOf)].filter(
    ({ entries }) => entries.length > 0,
  );
}

/** The lines that what is typed stands in, with their headings. */
export function foundIn(sections: readonly HelpSection[], query: string): readonly HelpSection[] {
  const wanted = query.trim().toLowerCase();
  return sections
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ term, text }) => `${title} ${text} ${term}`.toLowerCase().includes(wanted)),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function keyEntry(binding: Binding, { activeScopes, uses, keyName, said }: HelpState): HelpEntry {
  const { scope, action, keys, help, label = '' } = binding;
  const isHere = activeScopes.includes(scope);
  const reason = isHere ? reasonAgainst(binding, uses) : reasonElsewhere(binding);
  return {
    id: `${scope}.${action}`,
    term: keys.map(keyName).join('  '),
    text: said(help || label),
    press: action === 'show' ? (keys[0] ?? '') : actionKey(binding),
    ...(reason !== undefined && { reason }),
  };
}

/** The scale of error shares, which is no key but asked for in the same place. */
function scaleSection(scale: ErrorShareScale): HelpSection {
  return {
    title: 'Share of errors',
    entries: errorShareScale(scale).map(([term, text]) => ({ id: `scale ${term}`, term, text })),
  };
}

function fieldSection(): HelpSection {
  return {
    title: 'Words of the filter',
    entries: Object.entries(filterFields).map(([name, { takes, examples }]) => ({
      id: `filter ${name}`,
      term: examples.find((example) => example.length <= longestExample) ?? `${name}.path:`,
      text: takes.replaceAll('`', ''),
    })),
  };
}
