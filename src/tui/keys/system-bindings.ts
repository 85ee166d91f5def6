import type { Binding } from './binding.ts';

/** The keys of System. */
export const systemBindings = [
  { action: 'down', scope: 'system', keys: ['j', 'down'], help: 'next row of the top lists' },
  { action: 'up', scope: 'system', keys: ['k', 'up'], help: 'previous row' },
  {
    action: 'copy',
    scope: 'system',
    keys: ['y'],
    help: 'copy the name of the selected row',
    label: 'copy',
    side: 'left',
    priority: 7,
  },
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
] as const satisfies readonly Binding[];
