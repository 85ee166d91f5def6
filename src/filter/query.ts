import type { Id } from '../model/id.ts';

/** Parsed filter of calls. An `and` without parts fits every call, an `or` without parts none. */
export type Query = Combination | Negation | Term;

/** All parts must fit, or one of them. */
export interface Combination {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Query[];
}

/** The part must not fit. */
export interface Negation {
  readonly kind: 'not';
  readonly part: Query;
}

/** One condition on a call; several values stand for any of them. Text compares letter by letter except where noted. */
export type Term =
  | { readonly kind: 'user'; readonly values: readonly (TextTest | IdTest)[] }
  | { readonly kind: 'route'; readonly values: readonly TextTest[] }
  /** The HTTP status if it is a number. */
  | { readonly kind: 'status'; readonly values: readonly NumberTest[] }
  /** The response time if it is a number, in milliseconds, compared in whole microseconds. */
  | { readonly kind: 'ms'; readonly values: readonly NumberTest[] }
  | { readonly kind: 'time'; readonly values: readonly TimeTest[] }
  /** The error message of a failed call, ignoring case. */
  | { readonly kind: 'message'; readonly values: readonly TextTest[] }
  /** The group of a failed call, by its id or the first digits of it. */
  | { readonly kind: 'group'; readonly values: readonly GroupTest[] }
  | { readonly kind: 'is'; readonly values: readonly CallState[] }
  /** Calls of users in a state, whatever the call is. */
  | { readonly kind: 'userIs'; readonly values: readonly UserWord[] }
  /** A value in a JSON payload. */
  | {
      readonly kind: 'payload';
      readonly payload: PayloadName;
      readonly path: readonly PathStep[];
      readonly values: readonly JsonTest[];
    }
  /** Text in both payloads as they are stored, ignoring case, JSON's escapes resolved. */
  | { readonly kind: 'body'; readonly values: readonly TextTest[] }
  /** A bare word: text in username, route, status or message of a failed call, ignoring case. */
  | { readonly kind: 'word'; readonly text: string };

/** Payload of a request or of a response. */
export type PayloadName = 'req' | 'res';

/** A step into JSON: a key of an object, an index of an array, or any element of an array. */
export type PathStep = { readonly key: string } | { readonly index: number } | { readonly any: true };

/** Test of text. `glob` holds the literal parts around each `*`: `a*b` is `['a', 'b']`, `*a` is `['', 'a']`. */
export type TextTest =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'glob'; readonly parts: readonly string[] }
  | Present;

/** Test of a group: 4 to 8 hex digits, in lower case, with which its id begins. */
export type GroupTest = { readonly is: 'group'; readonly prefix: string } | Present;

/** State of the group of a failed call, as a filter names it. */
export type GroupWord = 'new' | 'rising' | 'regressed' | 'ignored' | 'resolved';

/** A failed call, or one whose group is in a state. */
export type CallState = 'error' | GroupWord;

/** State of an active user, as a filter names it: they have not called for long, or never. */
export type UserWord = 'idle' | 'never';

/** Test of a user's id: `#15`. */
export interface IdTest {
  readonly is: 'id';
  readonly id: Id;
}

/** True if there is a value: `*`. */
export interface Present {
  readonly is: 'present';
}

/** True if there is none: `none`. */
export interface Absent {
  readonly is: 'absent';
}

/** Test of a number; `from` and `to` may be infinite. */
export type NumberTest = NumberRange | Present | Absent;

/** Numbers from one to another; an open end is not in the range. */
export interface NumberRange {
  readonly is: 'range';
  readonly from: number;
  readonly to: number;
  readonly isFromOpen: boolean;
  readonly isToOpen: boolean;
}

/** Test of a value in JSON. `number` also stands for text with the same digits; `true`, `false` and `null` for that literal. */
export type JsonTest =
  | NumberRange
  | { readonly is: 'number'; readonly number: number; readonly text: string }
  | { readonly is: 'literal'; readonly literal: true | false | null }
  | TextTest;

/** A span of time: `[from, to)`; null is open. */
export interface TimeTest {
  readonly is: 'between';
  readonly from: TimePoint | null;
  readonly to: TimePoint | null;
}

/** A moment as it was typed. */
export type TimePoint =
  /** A moment so many milliseconds ago. */
  | { readonly at: 'ago'; readonly ms: number }
  /** The start of the current minute, hour, day or week, or of the day before, in the zone of whoever reads. */
  | { readonly at: 'start'; readonly of: 'minute' | 'hour' | 'day' | 'week' | 'yesterday' }
  /**
   * A month `2026-11` or a day, a time of the clock `17`, `17:05`, `17:05:30.5` of that day, or of today where `date` is null, in the
   * zone of whoever reads: its beginning or its end.
   */
  | { readonly at: 'civil'; readonly date: string | null; readonly clock: string | null; readonly isEnd: boolean }
  /** An instant, in milliseconds since 1970. */
  | { readonly at: 'instant'; readonly ms: number };
