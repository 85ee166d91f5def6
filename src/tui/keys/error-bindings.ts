import type { Binding } from './binding.ts';

/** The keys of failed calls, and of their groups. */
export const errorBindings = [
  { action: 'window', scope: 'errors', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 6 },
  {
    action: 'grouping',
    scope: 'errors',
    keys: ['o'],
    help: 'every error by itself, or groups again',
    label: 'list',
    side: 'left',
    priority: 3,
  },
  {
    action: 'resolve',
    scope: 'groups',
    changes: true,
    keys: ['x'],
    help: 'resolve the group, or reopen it',
    label: 'resolve',
    side: 'left',
    priority: 2,
    command: 'errors resolve',
  },
  {
    action: 'ignore',
    scope: 'groups',
    changes: true,
    keys: ['i'],
    help: 'ignore the group until it rises, or reopen it',
    label: 'ignore',
    side: 'left',
    priority: 4,
    command: 'errors ignore',
  },
  {
    action: 'note',
    scope: 'groups',
    changes: true,
    keys: ['a'],
    help: 'note about the group',
    label: 'note',
    side: 'left',
    priority: 5,
    command: 'errors note',
  },
] as const satisfies readonly Binding[];
