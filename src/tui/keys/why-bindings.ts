import type { Binding } from './binding.ts';

/** The keys of Why. */
export const whyBindings = [
  { action: 'down', scope: 'why', keys: ['j', 'down'], help: 'next line' },
  { action: 'up', scope: 'why', keys: ['k', 'up'], help: 'previous line' },
  {
    action: 'open',
    scope: 'why',
    keys: ['return'],
    help: 'open the calls of the line',
    label: 'calls',
    side: 'left',
    priority: 1,
  },
  {
    action: 'copy',
    scope: 'why',
    keys: ['y'],
    help: 'copy the filter of the line',
    label: 'copy',
    side: 'left',
    priority: 6,
  },
  { action: 'close', scope: 'why', keys: ['escape'], help: 'stop reading, clear the filter, one step back' },
] as const satisfies readonly Binding[];
