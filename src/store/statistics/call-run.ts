import type { Span } from '../answers/spans.ts';
import type { Times } from './latency-sums.ts';

/** The user of a run whose calls are of several. */
export const MIXED = -1;

/** Calls of one kind, in a column from one place to another; their seconds rise. One object stands for one run after the other. */
export interface CallRun {
  readonly kind: number;
  /** Their user, or MIXED. */
  readonly user: number;
  readonly from: number;
  readonly to: number;
  readonly micros: Times;
  /** All of them lie in this span. */
  readonly span: Span;
  /** The users of the calls of a mixed run: that of a call is at its place plus the shift. */
  readonly users: Uint16Array | Uint32Array;
  readonly usersShift: number;
  /** The second of one call, where seconds were read. */
  secondAt(place: number): number;
  /** The id of one call, where seconds were read. */
  idAt(place: number): number;
}

/** Takes runs. */
export interface RunSink {
  /** True when it needs response times. */
  readonly needsTimes: boolean;
  /** Tells whether it needs the second or the id of calls of which it is known that they lie in a span. */
  needsSeconds(span: Span): boolean;
  addRun(run: CallRun): void;
}

/** The user of one call of a run. */
export function userOf({ user, users, usersShift }: CallRun, place: number): number {
  return user === MIXED ? (users[place + usersShift] ?? 0) : user;
}
