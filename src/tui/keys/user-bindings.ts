import type { Binding } from './binding.ts';

const activation = {
  action: 'activation',
  changes: true,
  keys: ['x'],
  help: 'deactivate or reactivate',
  label: 'deactivate',
  side: 'left',
  priority: 2,
  command: 'user deactivate',
} as const;
const newKey = {
  action: 'newKey',
  changes: true,
  keys: ['!'],
  help: 'new key; the old one stops working',
  label: 'new key',
  side: 'left',
  command: 'user regenerate-key',
} as const;
const audit = {
  action: 'audit',
  keys: ['A'],
  help: 'what was done to the user',
  label: 'audit',
  side: 'left',
  priority: 9,
  command: 'audit --target',
} as const;

/** The keys of the list of users, and of one of them. */
export const userBindings = [
  {
    action: 'add',
    scope: 'users',
    changes: true,
    keys: ['a'],
    help: 'add a user',
    label: 'add',
    side: 'left',
    priority: 2,
    command: 'user create',
  },
  { ...activation, scope: 'users' },
  { ...newKey, scope: 'users', priority: 4 },
  {
    action: 'window',
    scope: 'users',
    keys: ['t'],
    help: 'window of the traffic columns',
    label: 'window',
    side: 'left',
    priority: 6,
  },
  { ...audit, scope: 'users' },
  {
    action: 'open',
    scope: 'user',
    keys: ['return'],
    help: 'open the call, or the calls of bar, row or user',
    label: 'calls',
    side: 'left',
    priority: 1,
  },
  { ...audit, scope: 'user' },
  { ...activation, scope: 'user' },
  { ...newKey, scope: 'user', priority: 3 },
  { action: 'down', scope: 'user', keys: ['j', 'down'], help: 'next row' },
  { action: 'up', scope: 'user', keys: ['k', 'up'], help: 'previous row' },
  {
    action: 'close',
    scope: 'user',
    keys: ['escape'],
    help: 'clear filter or selection, unpin, one step back',
  },
  {
    action: 'copy',
    scope: 'user',
    keys: ['y'],
    help: 'copy the name of the selected row, else the username',
    label: 'copy',
    side: 'left',
    priority: 6,
  },
] as const satisfies readonly Binding[];
