import type { TestCall, TestUser } from '../helpers/store.ts';

/** The columns of a user that tests write. */
export const USER_COLUMNS = ['id', 'username', 'api_key', 'created_at', 'updated_at', 'is_active'];

/** A user's values in the order of the columns; the id is null where none is given. */
export function userValues({ id, username, apiKeyHash, createdAt, isActive }: TestUser): readonly unknown[] {
  return [id ?? null, username, apiKeyHash, createdAt, createdAt, isActive];
}

/** The columns of a call that tests write. */
export const CALL_COLUMNS = [
  ...['id', 'user_id', 'date_time', 'api_route', 'request_payload', 'response_payload'],
  ...['response_status_code', 'response_time_ms', 'error_message'],
];

/** A call's values in the order of the columns; the id is null where none is given. */
export function callValues(call: TestCall): readonly unknown[] {
  const { id, userId, dateTime, apiRoute, requestPayload, responsePayload, statusCode, responseTimeMs, errorMessage } =
    call;
  return [
    ...[id ?? null, userId, dateTime, apiRoute, requestPayload, responsePayload],
    ...[statusCode, responseTimeMs, errorMessage],
  ];
}
