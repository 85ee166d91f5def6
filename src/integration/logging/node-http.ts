import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';

// An `import` of it makes everything that it exports, `fetch` and `WebSocket` among them, which takes longer than all of this library.
const http: typeof import('node:http') = createRequire(import.meta.url)('node:http');

/** Words of HTTP, from Node's own module. */
export const { METHODS, STATUS_CODES } = http;

/** Tells whether something is a request of Node's own server. */
export function isIncomingMessage(value: unknown): value is IncomingMessage {
  return value instanceof http.IncomingMessage;
}
