import type { Binding } from './binding.ts';

/** The keys of the cache of classifications, and of one product in it. */
export const cacheBindings = [
  { action: 'filter', scope: 'cache', keys: ['/'], help: 'filter', label: 'filter', side: 'left', priority: 3 },
  {
    action: 'invalidate',
    scope: 'cache',
    changes: true,
    keys: ['x'],
    help: 'invalidate',
    label: 'invalidate',
    side: 'left',
    priority: 2,
    command: 'product invalidate',
  },
  {
    action: 'cleanup',
    scope: 'cache',
    changes: true,
    keys: ['C'],
    help: 'delete old entries',
    label: 'clean up',
    side: 'left',
    priority: 3,
    command: 'cleanup cache',
  },
  {
    action: 'invalidate',
    scope: 'product',
    changes: true,
    keys: ['x'],
    help: 'invalidate',
    label: 'invalidate',
    side: 'left',
    priority: 2,
    command: 'product invalidate',
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
] as const satisfies readonly Binding[];
