import { triageAction } from './triage.ts';

/** Takes back that a group of failed calls is resolved or ignored. */
export const reopen = triageAction({
  command: 'errors reopen',
  summary: 'take back that a group of errors is resolved or ignored',
  done: 'Reopened',
  state: 'open',
  // Also what is back, or rises, may have been decided about: that would hold again once it is over.
  isSo: ({ triage }) => triage.resolvedAt === null && triage.ignoredAt === null,
  change: () => ({ resolvedAt: null, ignoredAt: null }),
});
