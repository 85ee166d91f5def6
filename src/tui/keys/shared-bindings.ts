import type { Binding } from './binding.ts';
import { mainScreens, screens } from './screens.ts';

/** The keys that work on more than one screen. */
export const sharedBindings = [
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
] as const satisfies readonly Binding[];

/** The keys of the filter of calls, and of the records of a list. */
export const filterBindings = [
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
  {
    action: 'why',
    scope: 'filtered',
    keys: ['w'],
    help: 'why: what is different about these calls',
    label: 'why',
    side: 'left',
    priority: 4,
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
