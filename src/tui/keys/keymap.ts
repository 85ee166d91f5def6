import { mainScreens, type ScreenId, screenEntry, screens } from './screens.ts';

/**
 * Scope of a key. `list` joins the keys of every screen that shows a long list, `filtered` of those that the filter of calls holds on, `record`
 * of those that show one record of a list.
 */
export type Scope = 'global' | 'list' | 'filtered' | 'record' | ScreenId;

/** One action with its keys. `label` is its word in the footer; without one it is told only in the help. */
export interface Binding {
  readonly action: string;
  readonly scope: Scope;
  readonly keys: readonly string[];
  readonly help: string;
  readonly label?: string;
  /** On which side of the footer it stands, and which go first where there is no room (the highest). */
  readonly side?: 'left' | 'right';
  readonly priority?: number;
}

/** Every key of the dashboard; the footer, the help and the manual are printed from it. */
export const keymap = [
  {
    action: 'show',
    scope: 'global',
    keys: mainScreens.map((id) => screens[id].digit),
    help: `${mainScreens.map((id) => screens[id].title).join(', ')}; again: reset`,
  },
  { action: 'nextScreen', scope: 'global', keys: ['tab'], help: 'next screen' },
  { action: 'previousScreen', scope: 'global', keys: ['shift+tab'], help: 'previous screen' },
  {
    action: 'pause',
    scope: 'global',
    keys: ['p'],
    help: 'pause and resume',
    label: 'pause',
    side: 'right',
    priority: 3,
  },
  {
    action: 'refresh',
    scope: 'global',
    keys: ['R'],
    help: 'refresh, and compare old calls with the log now',
  },
  { action: 'slower', scope: 'global', keys: ['+'], help: 'refresh less often' },
  { action: 'faster', scope: 'global', keys: ['-'], help: 'refresh more often' },
  { action: 'zone', scope: 'global', keys: ['U'], help: 'UTC or local time' },
  { action: 'undo', scope: 'global', keys: ['u'], help: 'undo the last action' },
  { action: 'help', scope: 'global', keys: ['?'], help: 'all keys', label: 'help', side: 'right', priority: 1 },
  { action: 'suspend', scope: 'global', keys: ['ctrl+z'], help: 'back to the shell; fg returns' },
  {
    action: 'close',
    scope: 'global',
    keys: ['escape'],
    help: 'clear, unpin, then one step back (never quits)',
  },
  {
    action: 'back',
    scope: 'global',
    keys: ['q'],
    help: 'one step back; at the root quit',
    label: 'quit',
    side: 'right',
    priority: 0,
  },
  { action: 'quit', scope: 'global', keys: ['ctrl+c'], help: 'quit' },

  { action: 'down', scope: 'list', keys: ['j', 'down'], help: 'down' },
  { action: 'up', scope: 'list', keys: ['k', 'up'], help: 'up' },
  { action: 'first', scope: 'list', keys: ['g', 'home'], help: 'first row' },
  { action: 'last', scope: 'list', keys: ['G', 'end'], help: 'last row' },
  { action: 'pageDown', scope: 'list', keys: ['ctrl+f', 'pageDown'], help: 'a page down' },
  { action: 'pageUp', scope: 'list', keys: ['ctrl+b', 'pageUp'], help: 'a page up' },
  { action: 'halfDown', scope: 'list', keys: ['ctrl+d'], help: 'half a page down' },
  { action: 'halfUp', scope: 'list', keys: ['ctrl+u'], help: 'half a page up' },
  { action: 'open', scope: 'list', keys: ['return'], help: 'open', label: 'open', side: 'left', priority: 1 },
  { action: 'sort', scope: 'list', keys: ['s'], help: 'sort by', label: 'sort', side: 'left', priority: 5 },
  { action: 'reverse', scope: 'list', keys: ['I'], help: 'reverse the order' },
  { action: 'close', scope: 'list', keys: ['escape'], help: 'clear the filter, unpin, then one step back' },
  { action: 'copy', scope: 'list', keys: ['y'], help: 'copy the name of the selected row' },

  { action: 'add', scope: 'users', keys: ['a'], help: 'add a user', label: 'add', side: 'left', priority: 2 },
  {
    action: 'activation',
    scope: 'users',
    keys: ['x'],
    help: 'deactivate or reactivate',
    label: 'deactivate',
    side: 'left',
    priority: 2,
  },
  {
    action: 'newKey',
    scope: 'users',
    keys: ['!'],
    help: 'new key; the old one stops working',
    label: 'new key',
    side: 'left',
    priority: 4,
  },
  {
    action: 'window',
    scope: 'users',
    keys: ['t'],
    help: 'window of the traffic columns',
    label: 'window',
    side: 'left',
    priority: 6,
  },

  {
    action: 'activation',
    scope: 'user',
    keys: ['x'],
    help: 'deactivate or reactivate',
    label: 'deactivate',
    side: 'left',
    priority: 2,
  },
  {
    action: 'newKey',
    scope: 'user',
    keys: ['!'],
    help: 'new key; the old one stops working',
    label: 'new key',
    side: 'left',
    priority: 3,
  },
  { action: 'down', scope: 'user', keys: ['j', 'down'], help: 'next row' },
  { action: 'up', scope: 'user', keys: ['k', 'up'], help: 'previous row' },
  {
    action: 'open',
    scope: 'user',
    keys: ['return'],
    help: 'open the call, or the calls of the row or the user',
    label: 'calls',
    side: 'left',
    priority: 1,
  },
  {
    action: 'close',
    scope: 'user',
    keys: ['escape'],
    help: 'clear filter or selection, unpin, one step back',
  },
  { action: 'window', scope: 'user', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 4 },
  { action: 'copy', scope: 'user', keys: ['y'], help: 'copy the username', label: 'copy', side: 'left', priority: 6 },

  { action: 'window', scope: 'system', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 1 },
  {
    action: 'earlier',
    scope: 'system',
    keys: ['{'],
    help: 'previous window',
    label: 'earlier',
    side: 'left',
    priority: 3,
  },
  { action: 'later', scope: 'system', keys: ['}'], help: 'next window', label: 'later', side: 'left', priority: 4 },
  {
    action: 'chart',
    scope: 'system',
    keys: ['m'],
    help: 'chart: calls, errors, average, p95',
    label: 'chart',
    side: 'left',
    priority: 2,
  },
  { action: 'down', scope: 'system', keys: ['j', 'down'], help: 'next row of the top lists' },
  { action: 'up', scope: 'system', keys: ['k', 'up'], help: 'previous row' },
  { action: 'left', scope: 'system', keys: ['left'], help: 'cursor on the chart: earlier' },
  { action: 'right', scope: 'system', keys: ['right'], help: 'cursor on the chart: later' },
  {
    action: 'close',
    scope: 'system',
    keys: ['escape'],
    help: 'clear the selection, unpin, then one step back',
  },
  {
    action: 'open',
    scope: 'system',
    keys: ['return'],
    help: 'open the user, or the calls of bar, route or status',
    label: 'open',
    side: 'left',
    priority: 2,
  },

  { action: 'window', scope: 'errors', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 4 },

  {
    action: 'follow',
    scope: 'calls',
    keys: ['F'],
    help: 'follow new calls',
    label: 'follow',
    side: 'left',
    priority: 4,
  },
  { action: 'window', scope: 'calls', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 4 },
  { action: 'earlier', scope: 'calls', keys: ['{'], help: 'previous window' },
  { action: 'later', scope: 'calls', keys: ['}'], help: 'next window' },

  { action: 'down', scope: 'call', keys: ['j', 'down'], help: 'down' },
  { action: 'up', scope: 'call', keys: ['k', 'up'], help: 'up' },
  { action: 'first', scope: 'call', keys: ['g', 'home'], help: 'to the start' },
  { action: 'last', scope: 'call', keys: ['G', 'end'], help: 'to the end' },
  { action: 'pageDown', scope: 'call', keys: ['ctrl+f', 'pageDown'], help: 'a page down' },
  { action: 'pageUp', scope: 'call', keys: ['ctrl+b', 'pageUp'], help: 'a page up' },
  { action: 'halfDown', scope: 'call', keys: ['ctrl+d'], help: 'half a page down' },
  { action: 'halfUp', scope: 'call', keys: ['ctrl+u'], help: 'half a page up' },
  { action: 'left', scope: 'call', keys: ['left', 'h'], help: 'fold, or go to what the value is in' },
  { action: 'right', scope: 'call', keys: ['right', 'l'], help: 'unfold, or go to the first value in it' },
  {
    action: 'open',
    scope: 'call',
    keys: ['return'],
    help: 'fold or unfold; a long text, too',
    label: 'fold',
    side: 'left',
    priority: 4,
  },
  { action: 'foldAll', scope: 'call', keys: ['*'], help: 'unfold or fold the whole payload' },
  {
    action: 'otherSide',
    scope: 'call',
    keys: ['s'],
    help: 'request or response',
    label: 'side',
    side: 'left',
    priority: 6,
  },
  {
    action: 'search',
    scope: 'call',
    keys: ['/'],
    help: 'search keys and values',
    label: 'search',
    side: 'left',
    priority: 2,
  },
  { action: 'nextMatch', scope: 'call', keys: ['n'], help: 'next match' },
  { action: 'previousMatch', scope: 'call', keys: ['N'], help: 'previous match' },
  {
    action: 'difference',
    scope: 'call',
    keys: ['d'],
    help: 'difference to the nearest successful call',
    label: 'difference',
    side: 'left',
    priority: 1,
  },
  {
    action: 'reveal',
    scope: 'call',
    keys: ['r'],
    help: 'show or hide secrets and e-mails',
    label: 'reveal',
    side: 'left',
    priority: 3,
  },
  {
    action: 'copy',
    scope: 'call',
    keys: ['y'],
    help: 'copy the value, without quotes; hidden ones as •••',
    label: 'copy',
    side: 'left',
    priority: 3,
  },
  { action: 'copyMenu', scope: 'call', keys: ['Y'], help: 'copy path, JSON, request, response or a curl command' },
  {
    action: 'narrow',
    scope: 'call',
    keys: ['='],
    help: 'calls with only this, or not this',
    label: 'only/not',
    side: 'left',
    priority: 5,
  },
  { action: 'openUser', scope: 'call', keys: ['o'], help: 'open the user', label: 'user', side: 'left', priority: 5 },
  {
    action: 'close',
    scope: 'call',
    keys: ['escape'],
    help: 'end the difference or the search, then one step back',
  },

  { action: 'filter', scope: 'cache', keys: ['/'], help: 'filter', label: 'filter', side: 'left', priority: 3 },
  {
    action: 'invalidate',
    scope: 'cache',
    keys: ['x'],
    help: 'invalidate',
    label: 'invalidate',
    side: 'left',
    priority: 2,
  },
  {
    action: 'cleanup',
    scope: 'cache',
    keys: ['C'],
    help: 'delete old entries',
    label: 'clean up',
    side: 'left',
    priority: 3,
  },

  {
    action: 'invalidate',
    scope: 'product',
    keys: ['x'],
    help: 'invalidate',
    label: 'invalidate',
    side: 'left',
    priority: 2,
  },
  {
    action: 'copy',
    scope: 'product',
    keys: ['y'],
    help: 'copy the product id',
    label: 'copy',
    side: 'left',
    priority: 3,
  },

  {
    action: 'filter',
    scope: 'filtered',
    keys: ['/'],
    help: 'filter of calls, for all screens',
    label: 'filter',
    side: 'left',
    priority: 3,
  },
  {
    action: 'narrow',
    scope: 'filtered',
    keys: ['='],
    help: 'only this, or not this',
    label: 'only/not',
    side: 'left',
    priority: 7,
  },
  { action: 'dropPart', scope: 'filtered', keys: ['backspace'], help: 'take the last part of the filter away' },

  {
    action: 'nextRecord',
    scope: 'record',
    keys: [']'],
    help: 'next record of the list',
    label: 'next',
    side: 'left',
    priority: 8,
  },
  { action: 'previousRecord', scope: 'record', keys: ['['], help: 'previous record of the list' },
] as const satisfies readonly Binding[];

type AnyBinding = (typeof keymap)[number];

/** The actions of a scope: a screen that leaves one of them without a handler does not compile. */
export type ActionOf<S extends Scope> = Extract<AnyBinding, { readonly scope: S }>['action'];

/** The binding of a key in the first of these scopes that has it, or undefined. */
export function findBinding(key: string, scopes: readonly Scope[]): Binding | undefined {
  for (const scope of scopes) {
    const found = keymap.find((binding: Binding) => binding.scope === scope && binding.keys.includes(key));
    if (found) return found;
  }
  return undefined;
}

/** The bindings of these scopes, in the order of the table. */
export function bindingsOf(scopes: readonly Scope[]): readonly Binding[] {
  return keymap.filter((binding) => scopes.includes(binding.scope));
}

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
};

/** A key as a person knows it: `ctrl+f` is `Ctrl+F`, `return` is `⏎`. */
export function keyName(key: string): string {
  return keyNames[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl+${letter.toUpperCase()}`);
}

/** The scopes whose keys work on a screen. */
export function scopesOf(screen: ScreenId): readonly Scope[] {
  const { isList, isFiltered, isRecord } = screenEntry(screen);
  const joined = [isList && ('list' as const), isFiltered && ('filtered' as const), isRecord && ('record' as const)];
  return [screen, ...joined.filter((scope) => typeof scope === 'string')];
}

/** A scope as the help and the manual call it. */
export function scopeName(scope: Scope): string {
  if (scope === 'global') return 'Everywhere';
  if (scope === 'list') return 'Lists';
  if (scope === 'filtered') return 'Filter of calls';
  return scope === 'record' ? 'Call, User, Product' : screens[scope].title;
}
