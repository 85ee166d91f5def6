import type { Binding } from './binding.ts';

/** The keys of the list of calls. */
export const callsBindings = [
  {
    action: 'follow',
    scope: 'calls',
    keys: ['F'],
    help: 'follow new calls',
    label: 'follow',
    side: 'left',
    priority: 4,
  },
  {
    action: 'cleanup',
    scope: 'calls',
    changes: true,
    keys: ['C'],
    help: 'delete old calls',
    label: 'clean up',
    side: 'left',
    priority: 9,
    command: 'cleanup logs',
  },
  { action: 'window', scope: 'calls', keys: ['t'], help: 'window', label: 'window', side: 'left', priority: 4 },
  { action: 'earlier', scope: 'calls', keys: ['{'], help: 'previous window' },
  { action: 'later', scope: 'calls', keys: ['}'], help: 'next window' },
] as const satisfies readonly Binding[];
