import { triageAction } from './triage.ts';

/** Calls a group of failed calls resolved; it is REGRESSED if it comes again. */
export const resolve = triageAction({
  command: 'errors resolve',
  summary: 'call a group of errors resolved, until it comes again',
  done: 'Resolved',
  state: 'resolved',
  isSo: ({ isResolved, isIgnored }) => isResolved && !isIgnored,
  change: (at) => ({ resolvedAt: at, ignoredAt: null }),
});
