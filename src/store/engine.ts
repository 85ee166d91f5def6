import type { CallSums } from './answers/call-sums.ts';
import type { OpenLog } from './statistics/log-source.ts';
import type { Store } from './store.ts';

/** What an engine brings: the sums of its log, the way to its rows for an index, and the store over either kind of sums. */
export interface Engine<S extends Store> {
  readonly sums: CallSums;
  readonly openLog: OpenLog;
  readonly storeOver: (sums: CallSums) => S;
}
