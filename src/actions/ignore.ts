import { triageAction } from './triage.ts';

/** Hides a group of failed calls until it rises. */
export const ignore = triageAction({
  command: 'errors ignore',
  undoneBy: 'errors reopen',
  summary: 'hide a group of errors until it rises',
  done: 'Ignored',
  state: 'ignored',
  change: (at) => ({ resolvedAt: null, ignoredAt: at }),
});
