import { type ApiError, LISTED_LETTERS, type ListedCall } from '../model/call.ts';
import { toJsonText } from '../store/answers/values.ts';
import type { Store } from '../store/store.ts';

/** A listed call with its whole message, and its payloads where they are wanted. */
export type WholeCall<Call> = Call & { readonly requestPayload?: unknown; readonly responsePayload?: unknown };

/** A listed call with its whole message. One that is gone since it was listed stays as it was listed. */
export async function withMessage<Call extends Pick<ListedCall, 'id' | 'errorMessage'>>(
  store: Store,
  call: Call,
): Promise<WholeCall<Call>> {
  const { errorMessage } = call;
  if (errorMessage === null || errorMessage.length < LISTED_LETTERS) return call;
  const stored = await store.apiLogs.findStored(call.id, { maxLength: 0 });
  return { ...call, errorMessage: stored?.errorMessage ?? errorMessage };
}

/** A listed call with everything that was logged. One that is gone since it was listed stays as it was listed. */
export async function withPayloads<Call extends Pick<ListedCall, 'id' | 'errorMessage'>>(
  store: Store,
  call: Call,
): Promise<WholeCall<Call>> {
  const stored = await store.apiLogs.findStored(call.id, { maxLength: Number.MAX_SAFE_INTEGER });
  return {
    ...call,
    errorMessage: stored?.errorMessage ?? call.errorMessage,
    requestPayload: toJsonText(stored?.requestPayload?.text),
    responsePayload: toJsonText(stored?.responsePayload?.text),
  };
}

/** The JSON of a call: the keys of `stats errors`, and those that only a whole call has. */
export function callDocument({ userId: _, responseTimeMs, ...call }: WholeCall<ListedCall>): object {
  const { id, dateTime, dateTimeText, username, apiRoute, statusCode, errorMessage } = call;
  const { requestPayload, responsePayload } = call;
  const what = { id, dateTime, dateTimeText, username, apiRoute, statusCode, responseMs: responseTimeMs, errorMessage };
  return { ...what, requestPayload, responsePayload };
}

/** The JSON of a failed call, as `stats errors` has it. */
export function errorDocument({ responsePayload: _, ...error }: WholeCall<ApiError>): object {
  return error;
}
