import type { NewApiCall } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import { PresentsError } from '../../model/presents-error.ts';
import { JsonText } from '../../text/json-text.ts';
import { toTimestamp } from '../answers/timestamps.ts';
import type { ApiLogStore } from '../store.ts';

/** A call as it is stored: the time is UTC text as in the database, the payloads are JSON text. */
export interface CallValues {
  readonly userId: Id;
  readonly dateTime: string;
  readonly apiRoute: string;
  readonly requestPayload: string | null;
  readonly responsePayload: string | null;
  readonly statusCode: number | null;
  readonly responseTimeMs: number | null;
  readonly errorMessage: string | null;
}

/** A log of calls that also takes calls that were checked elsewhere. */
export interface CheckedApiLogStore extends ApiLogStore {
  insert(rows: readonly CallValues[]): Promise<readonly Id[]>;
}

/** Calls as they are stored. Throws a PresentsError that names the field which is not as it should be. */
export function callValues(calls: readonly NewApiCall[], now: Date): readonly CallValues[] {
  if (!Array.isArray(calls)) throw refusal('calls', 'calls must be a list', { index: 0, count: 1 });
  return calls.map((call, index) => valuesOf(call, now, { index, count: calls.length }));
}

/** A call as it is stored. Throws a PresentsError that names the field which is not as it should be. */
export function valuesOf(call: NewApiCall, now: Date, place: Place = { index: 0, count: 1 }): CallValues {
  const refuse: Refuse = (field, why, cause) => refusal(field, why, { ...place, cause });
  checkCall(call, refuse);
  return {
    userId: call.userId,
    dateTime: toTimestamp(call.dateTime ?? now),
    apiRoute: call.apiRoute,
    requestPayload: toJson(call, 'requestPayload', refuse),
    responsePayload: toJson(call, 'responsePayload', refuse),
    statusCode: call.statusCode,
    responseTimeMs: call.responseTimeMs,
    errorMessage: call.errorMessage ?? null,
  };
}

/** Place of a call among those logged together. */
export interface Place {
  readonly index: number;
  readonly count: number;
}

const FIELDS: readonly string[] = [
  'userId',
  'apiRoute',
  'requestPayload',
  'responsePayload',
  'statusCode',
  'responseTimeMs',
  'errorMessage',
  'dateTime',
] satisfies readonly (keyof NewApiCall)[];

type Refuse = (field: string, why: string, cause?: unknown) => PresentsError;

function checkCall(call: NewApiCall, refuse: Refuse): void {
  if (typeof call !== 'object' || call === null) throw refuse('call', 'a call must be an object');
  const unknown = Object.keys(call).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw refuse(unknown, `a call has no field “${unknown}”`);
  const { userId, apiRoute, statusCode, responseTimeMs, errorMessage, dateTime } = call;
  if (typeof userId === 'number' ? !Number.isSafeInteger(userId) : !['bigint', 'string'].includes(typeof userId)) {
    throw refuse('userId', 'userId must be a whole number or text');
  }
  if (typeof apiRoute !== 'string') throw refuse('apiRoute', 'apiRoute must be a string');
  if (apiRoute === '') throw refuse('apiRoute', 'apiRoute is empty');
  if (statusCode !== null && !(Number.isInteger(statusCode) && statusCode >= 100 && statusCode <= 999)) {
    throw refuse('statusCode', 'statusCode must be an HTTP status, 100 to 999');
  }
  if (responseTimeMs !== null && !(Number.isFinite(responseTimeMs) && responseTimeMs >= 0)) {
    throw refuse('responseTimeMs', 'responseTimeMs must be a number of milliseconds, 0 or more');
  }
  if (errorMessage !== undefined && errorMessage !== null && typeof errorMessage !== 'string') {
    throw refuse('errorMessage', 'errorMessage must be a string');
  }
  if (dateTime !== undefined && !(dateTime instanceof Date && !Number.isNaN(dateTime.getTime()))) {
    throw refuse('dateTime', 'dateTime must be a valid Date');
  }
}

function toJson(call: NewApiCall, field: 'requestPayload' | 'responsePayload', refuse: Refuse): string | null {
  const payload = call[field];
  if (payload === undefined || payload === null) return null;
  if (payload instanceof JsonText) return payload.text;
  const why = `${field} cannot be written as JSON`;
  let json: string | undefined;
  try {
    json = JSON.stringify(payload);
  } catch (error) {
    throw refuse(field, why, error);
  }
  // A function, say.
  if (json === undefined) throw refuse(field, why);
  return json;
}

/** Explains why a call is not logged, and names the field that is to blame. */
export function refusal(
  field: string,
  why: string,
  { index, count, cause }: Place & { readonly cause?: unknown },
): PresentsError {
  const message =
    count === 1 ? `The call was not logged: ${why}.` : `None of ${count} calls was logged: ${why} (call ${index + 1}).`;
  return new PresentsError(message, { code: 'invalid', nextStep: 'Correct it and log again.', field, cause });
}
