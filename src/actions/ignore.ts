import { triageAction } from './triage.ts';

/** Hides a group of failed calls until it rises. */
export const ignore = triageAction({
  command: 'errors ignore',
  summary: 'hide a group of errors until it rises',
  done: 'Ignored',
  state: 'ignored',
  isSo: ({ isIgnored }) => isIgnored,
  change: (at) => ({ resolvedAt: null, ignoredAt: at }),
});
