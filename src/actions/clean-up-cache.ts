import { cleanUpOf } from './clean-up.ts';

/** Deletes cached classifications that were made long ago. */
export const cleanUpCache = cleanUpOf({
  command: 'cleanup cache',
  rows: 'cached products',
  verb: 'classified',
  defaultDays: 30,
  consequences: ['The API classifies them again when it is asked for them.'],
  count: (store, days) => store.products.countOlderThan(days),
  run: (store, options) => store.products.cleanup(options),
});
