import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

const AUTHORIZATION = 'authorization';

/** The key that a request carries in a header, after `Bearer` if that is `Authorization`; undefined if there is none. */
export function readApiKey(request: IncomingMessage, header: string): string | undefined {
  const value = request.headers[header.toLowerCase()];
  const text = typeof value === 'string' ? value.trim() : '';
  const key = header.toLowerCase() === AUTHORIZATION ? /^Bearer +(\S+)$/i.exec(text)?.[1] : text;
  return key === '' ? undefined : key;
}

/** Answers that the request needs a key, or a better one. */
export function answerUnauthorized(response: ServerResponse, header: string, hasKey: boolean): void {
  const isBearer = header.toLowerCase() === AUTHORIZATION;
  const message = hasKey
    ? 'The API key is not valid.'
    : `The header ${isBearer ? 'Authorization: Bearer' : header} with an API key is missing.`;
  if (!response.headersSent) response.setHeader('WWW-Authenticate', isBearer ? 'Bearer' : `ApiKey header="${header}"`);
  answerJson(response, 401, { error: 'unauthorized', message });
}

/** Answers that keys cannot be checked at the moment; why is for the operator alone. */
export function answerUnavailable(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Retry-After', '1');
  answerJson(response, 503, { error: 'unavailable', message: 'API keys cannot be checked at the moment. Try again.' });
}

function answerJson(response: ServerResponse, statusCode: number, body: Readonly<Record<string, string>>): void {
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
