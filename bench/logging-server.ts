import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { openStore } from '../src/index.ts';
import { expressLogger } from '../src/integration/frameworks/express.ts';
import { httpLogger } from '../src/integration/frameworks/node.ts';
import { type Middleware, openMiddlewares } from './logging-middlewares.ts';

// A server of `node:http` or Express 5 behind one of the loggers; it tells its parent its port, and how much processor time it
// took so far when it is asked: `node bench/logging-server.ts express morgan DATABASE LOG`.

const [framework = '', name = '', databasePath = '', logPath = ''] = process.argv.slice(2);
const store = await openStore(databasePath);
const makeLogger = framework === 'express' ? expressLogger : httpLogger;
const middlewares = openMiddlewares(name, { store, logPath, makeLogger });

/** What the route answers: part of the request, and a recommendation. */
function answerTo(body: unknown): unknown {
  const recipient = typeof body === 'object' && body !== null && 'recipient' in body ? body.recipient : undefined;
  return {
    recipient,
    gifts: [
      { productId: 'B1', score: 0.93 },
      { productId: 'K7', score: 0.71 },
    ],
  };
}

/** Reads a request as `express.json` does, and leaves its body in the same place. */
const readJson: Middleware = (request, _response, next) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Object.assign(request, { body: JSON.parse(Buffer.concat(chunks).toString()) });
    next();
  });
};

function answer(request: IncomingMessage & { readonly body?: unknown }, response: ServerResponse): void {
  const text = JSON.stringify(answerTo(request.body));
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function plainServer(): (request: IncomingMessage, response: ServerResponse) => void {
  const handlers = [...middlewares, readJson];
  const go = (request: IncomingMessage, response: ServerResponse, at: number): void => {
    const handler = handlers[at];
    if (handler === undefined) answer(request, response);
    else handler(request, response, () => go(request, response, at + 1));
  };
  return (request, response) => go(request, response, 0);
}

function expressServer(): express.Express {
  const app = express();
  for (const handler of [...middlewares, express.json()]) app.use(handler);
  app.post('/api/users/:id/gifts', (request, response) => {
    response.json(answerTo(request.body));
  });
  return app;
}

const server = createServer({ keepAliveTimeout: 60_000 }, framework === 'express' ? expressServer() : plainServer());
await once(server.listen(0, '127.0.0.1'), 'listening');
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system });
});
process.once('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
