/** A call as Why compares it with others. */
export interface ComparedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly username: string;
  readonly route: string;
  readonly statusCode: number | null;
  /** Response time in milliseconds. */
  readonly ms: number | null;
  readonly message: string | null;
  /** Size of the request's payload as it is stored; null if the call has none. */
  readonly requestBytes: number | null;
  /** The stored payload; it may be null until it was asked for, which is after the first lines, and never of a large one. */
  readonly requestPayload: string | null;
}

/** A property that calls were selected by, and which therefore says nothing about them. */
export type ChosenBy = 'time' | 'status' | 'ms' | 'user' | 'route' | 'message' | 'payload';

/** A step into a payload: a key of an object, or any element of an array. */
export type PayloadStep = { readonly key: string } | { readonly any: true };

/** Numbers from one to another; null is open. `from` is included, `to` unless `isToOpen`. */
export interface NumberSpan {
  readonly from: number | null;
  readonly to: number | null;
  readonly isToOpen: boolean;
}

/** A fact about the value at a path of a payload. */
export type PayloadTest =
  /** A text; if `isCut`, only its beginning. */
  | { readonly is: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly is: 'literal'; readonly literal: true | false | null }
  | ({ readonly is: 'range' } & NumberSpan)
  /** The number of elements of an array. */
  | ({ readonly is: 'length' } & NumberSpan)
  /** There is a value. */
  | { readonly is: 'present' }
  /** There is none, though what would hold it is there. */
  | { readonly is: 'missing' };

/** A fact that calls can have in common. */
export type WhyFact =
  | { readonly kind: 'user' | 'route' | 'message'; readonly value: string }
  | { readonly kind: 'status'; readonly value: number }
  /** Time in milliseconds since 1970, response time in milliseconds, size of the request's payload in bytes. */
  | ({ readonly kind: 'time' | 'ms' | 'size' } & NumberSpan)
  /** The call has no request payload, or one that is no JSON. */
  | { readonly kind: 'request'; readonly is: 'none' | 'not JSON' }
  /** A value in the request's payload. */
  | { readonly kind: 'payload'; readonly path: readonly PayloadStep[]; readonly test: PayloadTest };

/** Number of calls of a set for which something holds, and their share of it, from 0 to 1. */
export interface Share {
  readonly count: number;
  readonly share: number;
}

/** One way in which the selected calls differ from the others. */
export interface WhyLine {
  /** One fact, or two that hold together. */
  readonly facts: readonly WhyFact[];
  readonly here: Share;
  readonly elsewhere: Share;
  /** Number of times that the share here is as high as elsewhere; estimated so that it is finite. */
  readonly lift: number;
  /** Facts that mostly hold for the same calls and that this line explains, the most alike first. */
  readonly also: readonly WhyFact[];
  /** True for status, response time and message: they follow from a cause and are none. */
  readonly isEffect: boolean;
}

/** Answer to the question why the selected calls are as they are. */
export interface WhyAnswer {
  /** Causes first, the most telling first; effects last. */
  readonly lines: readonly WhyLine[];
  readonly hereCount: number;
  readonly elsewhereCount: number;
  /** `nothing`: the calls are like all others. `too few`: one of the sets has under 20 calls. */
  readonly verdict: 'found' | 'nothing' | 'too few';
}
