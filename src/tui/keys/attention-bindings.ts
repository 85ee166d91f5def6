import type { Binding } from './binding.ts';

/** The keys of what needs attention. */
export const attentionBindings = [
  {
    action: 'aside',
    scope: 'attention',
    changes: true,
    keys: ['i'],
    help: 'set the line aside until it gets worse, or for a day; or list it again',
    label: 'set aside',
    side: 'left',
    priority: 2,
    command: 'attention --aside',
  },
  {
    action: 'why',
    scope: 'attention',
    keys: ['w'],
    help: 'what is different about the calls of the line',
    label: 'why',
    side: 'left',
    priority: 3,
    command: 'why',
  },
] as const satisfies readonly Binding[];
