import { cleanUpOf } from './clean-up.ts';

/** Deletes calls that were logged long ago. */
export const cleanUpCalls = cleanUpOf({
  command: 'cleanup logs',
  rows: 'calls',
  verb: 'logged',
  defaultDays: 90,
  consequences: [],
  count: (store, days) => store.apiLogs.countOlderThan(days),
  run: (store, options) => store.apiLogs.cleanup(options),
});
