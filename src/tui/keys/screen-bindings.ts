import { attentionBindings } from './attention-bindings.ts';
import type { Binding } from './binding.ts';
import { cacheBindings } from './cache-bindings.ts';
import { callsBindings } from './calls-bindings.ts';
import { errorBindings } from './error-bindings.ts';
import { systemBindings } from './system-bindings.ts';
import { userBindings } from './user-bindings.ts';
import { whyBindings } from './why-bindings.ts';

/** The keys of one screen each. */
export const screenBindings = [
  ...attentionBindings,
  ...userBindings,
  ...systemBindings,
  ...errorBindings,
  ...callsBindings,
  ...whyBindings,
  ...cacheBindings,
  { action: 'filter', scope: 'audit', keys: ['/'], help: 'filter', label: 'filter', side: 'left', priority: 3 },
] as const satisfies readonly Binding[];
