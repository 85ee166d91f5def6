import type { CallEnd, CallRecord } from './call-record.ts';
import type { BrokenEnd } from './ending.ts';

/** A call whose response has not gone yet. */
export interface CallUnderWay<Request> {
  readonly record: CallRecord<Request>;
  /** The state of the call, as of now: of one that is not finished, or cut off by the end of the server, how that was. */
  endOf(isFinished: boolean, cut?: BrokenEnd): CallEnd;
}
