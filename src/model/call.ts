import type { Id } from './id.ts';

/** Length of a message in a list of calls: a longer one is cut to so many characters. */
export const LISTED_LETTERS = 1_000;

/** A call that failed (status >= 400). The payload is parsed if it is JSON, else it is the text as it stands. */
export interface ApiError {
  /** Id of the call, as `apiLogs.find` takes it. */
  readonly id: Id;
  /** Time of the call; null if the stored text is no readable time. */
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  /** Name of the user who called. */
  readonly username: string;
  /** Route as it was logged: `/api/users/:id/gifts`. */
  readonly apiRoute: string;
  /** HTTP status of the response. */
  readonly statusCode: number;
  /** Message of the error; null if none was logged. */
  readonly errorMessage: string | null;
  /** Payload of the request: parsed if it is JSON, else its text; null if none was logged. */
  readonly requestPayload: unknown;
}

/** Everything that is known of one call. */
export interface ApiCall {
  /** Id of the call, as `apiLogs.find` takes it. */
  readonly id: Id;
  /** Time of the call; null if the stored text is no readable time. */
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  /** Id of the user who called. */
  readonly userId: Id;
  /** Name of the user who called. */
  readonly username: string;
  /** Route as it was logged: `/api/users/:id/gifts`. */
  readonly apiRoute: string;
  /** HTTP status of the response; null if none was logged. */
  readonly statusCode: number | null;
  /** Milliseconds from the request to the end of the response; null if they were not measured. */
  readonly responseTimeMs: number | null;
  /** Message of the error; null if none was logged. */
  readonly errorMessage: string | null;
  /** Payload of the request: parsed if it is JSON, else its text; null if none was logged. */
  readonly requestPayload: unknown;
  /** Payload of the response, as that of the request. */
  readonly responsePayload: unknown;
}

/** A payload as it is stored, or the part of a long one that was asked for. */
export interface StoredPayload {
  /** Text as it is stored, or the part that was asked for. */
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
  /** Id of the successful call. */
  readonly id: Id;
  /** True if it is of the same user, false if only the route is the same. */
  readonly isOfSameUser: boolean;
}

/** A call whose payloads are the stored text. */
export interface StoredCall extends Omit<ApiCall, 'requestPayload' | 'responsePayload'> {
  /** Payload of the request as it is stored; null if none was logged. */
  readonly requestPayload: StoredPayload | null;
  /** Payload of the response as it is stored; null if none was logged. */
  readonly responsePayload: StoredPayload | null;
}

/** A call to be logged. Payloads are stored as JSON; `dateTime` is now unless given. */
export interface NewApiCall {
  /** Id of the user who called; there must be one with it. */
  readonly userId: Id;
  /** Route, best as a pattern without ids, so that its calls count as one: `/api/users/:id/gifts`. */
  readonly apiRoute: string;
  /** Payload of the request, any value that JSON can hold; none unless given. */
  readonly requestPayload?: unknown;
  /** Payload of the response, any value that JSON can hold; none unless given. */
  readonly responsePayload?: unknown;
  /** HTTP status of the response, 100 to 999; null if there was none. */
  readonly statusCode: number | null;
  /** Milliseconds from the request to the end of the response, 0 or more; null if they were not measured. */
  readonly responseTimeMs: number | null;
  /** Message of the error; none unless given. */
  readonly errorMessage?: string | null;
  /** Time of the call; now unless given. */
  readonly dateTime?: Date;
}

/** The newest row of the call log, and the time of the newest that is not later than now; both null if the log is empty. */
export interface NewestCall {
  /** Id of the newest row; null if the log is empty. */
  readonly id: Id | null;
  /** Time of the newest call that is not later than now; null if there is none. */
  readonly dateTime: Date | null;
}

/** Sort orders of the errors list. */
export type ErrorSort = 'time' | 'status' | 'route' | 'user';

/** A call as a line of a list shows it: without its payloads, a long message cut. */
export type ListedCall = Omit<ApiCall, 'requestPayload' | 'responsePayload'>;

/** Sort orders of the calls list. */
export type CallSort = 'time' | 'user' | 'status' | 'route' | 'ms' | 'message';
