import type { Binding, Scope } from './binding.ts';
import { callBindings } from './call-bindings.ts';
import { chartBindings } from './chart-bindings.ts';
import { screenBindings } from './screen-bindings.ts';
import { type ScreenId, screenEntry, screens } from './screens.ts';
import { filterBindings, sharedBindings } from './shared-bindings.ts';

export type { Binding, Scope } from './binding.ts';

/** Every key of the dashboard; the footer, the help and the manual are printed from it. */
export const keymap = [
  ...sharedBindings,
  ...screenBindings,
  ...chartBindings,
  ...callBindings,
  ...filterBindings,
] as const satisfies readonly Binding[];

type AnyBinding = (typeof keymap)[number];

/** The actions of a scope: a screen that leaves one of them without a handler does not compile. */
export type ActionOf<S extends Scope> = Extract<AnyBinding, { readonly scope: S }>['action'];

const keyNames: Readonly<Record<string, string>> = {
  return: '⏎',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageDown: 'PgDn',
  pageUp: 'PgUp',
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
  ' ': 'Space',
};

/** Names where a terminal has no arrows: `<` and `v` would be other keys. */
const asciiKeyNames: Readonly<Record<string, string>> = {
  return: 'Enter',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

/** The names of keys on a terminal with these signs: `return` is `⏎`, or `Enter` in ASCII. */
export function keyNamer(style: 'blocks' | 'ascii'): (key: string) => string {
  return (key) => (style === 'ascii' ? asciiKeyNames[key] : undefined) ?? keyName(key);
}

/** A key as a person knows it: `ctrl+f` is `Ctrl+F`, `return` is `⏎`. */
export function keyName(key: string): string {
  if (/^f\d+$/u.test(key)) return key.toUpperCase();
  return keyNames[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl+${letter.toUpperCase()}`);
}

/** The scopes whose keys work on a screen. */
export function scopesOf(screen: ScreenId): readonly Scope[] {
  const { isList, hasChart, hasGroups, isFiltered, isRecord } = screenEntry(screen);
  const joined = [
    isList && ('list' as const),
    hasChart && ('chart' as const),
    hasGroups && ('groups' as const),
    isFiltered && ('filtered' as const),
    isRecord && ('record' as const),
  ];
  return [screen, ...joined.filter((scope) => typeof scope === 'string')];
}

/** A scope as the help and the manual call it. */
export function scopeName(scope: Scope): string {
  if (scope === 'global') return 'Everywhere';
  if (scope === 'list') return 'Lists';
  if (scope === 'chart') return 'Charts over time';
  if (scope === 'groups') return 'Groups of errors';
  if (scope === 'filtered') return 'Filter of calls';
  return scope === 'record' ? 'Call, User, Product' : screens[scope].title;
}
