import type { Binding } from './binding.ts';

const invalidate = {
  action: 'invalidate',
  changes: true,
  keys: ['x'],
  help: 'invalidate',
  label: 'invalidate',
  side: 'left',
  priority: 2,
  command: 'product invalidate',
} as const;

/** The keys of the cache of classifications, and of one product in it. */
export const cacheBindings = [
  { action: 'filter', scope: 'cache', keys: ['/'], help: 'filter', label: 'filter', side: 'left', priority: 3 },
  { ...invalidate, scope: 'cache' },
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
  { action: 'down', scope: 'product', keys: ['j', 'down'], help: 'down, where not all fits' },
  { action: 'up', scope: 'product', keys: ['k', 'up'], help: 'up' },
  { ...invalidate, scope: 'product' },
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
