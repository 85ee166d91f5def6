import type { Id } from './id.ts';

/** Length of a message in a list of calls: a longer one is cut to so many characters. */
export const LISTED_LETTERS = 1_000;

/** A call that failed (status >= 400). The payload is parsed if it is JSON, else it is the text as it stands. */
export interface ApiError {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  readonly username: string;
  readonly apiRoute: string;
  readonly statusCode: number;
  readonly errorMessage: string | null;
  readonly requestPayload: unknown;
}

/** Everything that is known of one call. */
export interface ApiCall {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  readonly userId: Id;
  readonly username: string;
  readonly apiRoute: string;
  readonly statusCode: number | null;
  readonly responseTimeMs: number | null;
  readonly errorMessage: string | null;
  readonly requestPayload: unknown;
  readonly responsePayload: unknown;
}

/** A payload as it is stored, or the part of a long one that was asked for. */
export interface StoredPayload {
  readonly text: string;
  /** Size of the whole. */
  readonly byteCount: number;
  /** Length of the whole, in UTF-16 units. */
  readonly length: number;
  /** True if `text` is all of it. */
  readonly isWhole: boolean;
}

/** The successful call next to another in time: of the same user and route, else of the route alone. */
export interface NearestSuccess {
  readonly id: Id;
  readonly isOfSameUser: boolean;
}

/** A call whose payloads are the stored text. */
export interface StoredCall extends Omit<ApiCall, 'requestPayload' | 'responsePayload'> {
  readonly requestPayload: StoredPayload | null;
  readonly responsePayload: StoredPayload | null;
}

/** A call to be logged. Payloads are stored as JSON; `dateTime` is now unless given. */
export interface NewApiCall {
  readonly userId: Id;
  readonly apiRoute: string;
  readonly requestPayload?: unknown;
  readonly responsePayload?: unknown;
  readonly statusCode: number | null;
  readonly responseTimeMs: number | null;
  readonly errorMessage?: string | null;
  readonly dateTime?: Date;
}

/** The newest row of the call log, and the time of the newest that is not later than now; both null if the log is empty. */
export interface NewestCall {
  readonly id: Id | null;
  readonly dateTime: Date | null;
}

/** Sort orders of the errors list. */
export type ErrorSort = 'time' | 'status' | 'route' | 'user';

/** A call as a line of a list shows it: without its payloads, a long message cut. */
export type ListedCall = Omit<ApiCall, 'requestPayload' | 'responsePayload'>;

/** Sort orders of the calls list. */
export type CallSort = 'time' | 'user' | 'status' | 'route' | 'ms' | 'message';
