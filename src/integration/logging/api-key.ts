import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { Arrival } from './arrival.ts';
import type { HttpLoggerOptions } from './http-logger-options.ts';
import { type RequestRefusedError, refusalBody } from './refusal.ts';

const AUTHORIZATION = 'authorization';

/** The key that a request carries in a header, after `Bearer` if that is `Authorization`; undefined if there is none. */
export function readApiKey(arrival: Pick<Arrival<never>, 'header'>, header: string): string | undefined {
  const name = header.toLowerCase();
  const text = arrival.header(name)?.trim() ?? '';
  const key = name === AUTHORIZATION ? /^Bearer +(\S+)$/i.exec(text)?.[1] : text;
  return key === '' ? undefined : key;
}

/** Answers a request that is refused; why keys cannot be checked is for the operator alone. */
export function answerRefused(
  response: ServerResponse,
  refusal: RequestRefusedError,
  form: 'message' | 'detail' = 'message',
): void {
  if (!response.headersSent)
    for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  answerJson(response, refusal.statusCode, refusalBody(refusal, form));
}

/** Answers that the program failed to say who may pass, in one of the forms that `refuse` names. */
export function answerFault(response: ServerResponse, form: HttpLoggerOptions['refuse']): void {
  const message = 'The request could not be checked.';
  answerJson(response, 500, form === 'detail' ? { detail: message } : { error: 'internal', message });
}

function answerJson(response: ServerResponse, statusCode: number, body: object): void {
  if (response.writableEnded) return;
  if (response.headersSent) {
    // To end it would look like success.
    response.destroy();
    return;
  }
  const text = JSON.stringify(body);
  response.statusCode = statusCode;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
