import { triageAction } from './triage.ts';

/** Takes back that a group of failed calls is resolved or ignored. */
export const reopen = triageAction({
  command: 'errors reopen',
  summary: 'take back that a group of errors is resolved or ignored',
  done: 'Reopened',
  state: 'open',
  change: () => ({ resolvedAt: null, ignoredAt: null }),
});
