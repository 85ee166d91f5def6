import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRefusedError } from './refusal.ts';

const AUTHORIZATION = 'authorization';

/** The key that a request carries in a header, after `Bearer` if that is `Authorization`; undefined if there is none. */
export function readApiKey(request: IncomingMessage, header: string): string | undefined {
  const value = request.headers[header.toLowerCase()];
  const text = typeof value === 'string' ? value.trim() : '';
  const key = header.toLowerCase() === AUTHORIZATION ? /^Bearer +(\S+)$/i.exec(text)?.[1] : text;
  return key === '' ? undefined : key;
}

/** Answers a request that is refused; why keys cannot be checked is for the operator alone. */
export function answerRefused(response: ServerResponse, { statusCode, headers, message }: RequestRefusedError): void {
  if (!response.headersSent) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answerJson(response, statusCode, { error: statusCode === 401 ? 'unauthorized' : 'unavailable', message });
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
