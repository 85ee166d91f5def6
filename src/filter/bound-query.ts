import type { Id } from '../model/id.ts';
import type { JsonTest, NumberTest, PathStep, PayloadName, TextTest } from './query.ts';

/**
 * A query ready to be tested on a call: users are ids, times are instants, bare words are taken apart. The SQL of every engine, the
 * statistics index and the evaluator in JavaScript all follow from this one form. Queries without effect are gone: an `and`
 * or `or` has no parts (all, none) or at least two.
 */
export type BoundQuery =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly BoundQuery[] }
  | { readonly kind: 'not'; readonly part: BoundQuery }
  | BoundTerm;

/** One condition on a call. */
export type BoundTerm =
  | { readonly kind: 'users'; readonly ids: ReadonlySet<Id> }
  | { readonly kind: 'route'; readonly test: TextTest | Contains }
  | { readonly kind: 'status'; readonly test: NumberTest }
  /** A status whose digits hold a text: `42` is in 422. */
  | { readonly kind: 'statusText'; readonly text: string }
  /** The response time in whole microseconds: `round(ms * 1000)`. */
  | { readonly kind: 'micros'; readonly test: NumberTest }
  /** `[from, to)` in milliseconds since 1970; either may be infinite. Calls without a readable time do not fit. */
  | { readonly kind: 'time'; readonly from: number; readonly to: number }
  /** The message of a failed call, ignoring case. */
  | { readonly kind: 'message'; readonly test: TextTest | Contains }
  | { readonly kind: 'error' }
  /** A failed call whose group has an id that begins with one of these: 4 to 8 hex digits. */
  | { readonly kind: 'groups'; readonly prefixes: ReadonlySet<string> }
  | {
      readonly kind: 'payload';
      readonly payload: PayloadName;
      readonly path: readonly PathStep[];
      readonly test: JsonTest;
    }
  | { readonly kind: 'body'; readonly test: TextTest | Contains };

/** True if the text holds another, ignoring case. */
export interface Contains {
  readonly is: 'contains';
  readonly text: string;
}

/**
 * Kind of work that a query needs: the sums, the compact rows, the groups of failed calls, their messages, or the payloads. Groups
 * are known to the statistics index; elsewhere they are made of the messages.
 */
export type WorkClass = 'sums' | 'compact' | 'group' | 'message' | 'payload';
