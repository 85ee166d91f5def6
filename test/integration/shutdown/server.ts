// A server on one of the frameworks, which is told to end: `server.ts FRAMEWORK DATABASE CALLS [ANSWER_MS]`. Each call is answered
// once the process has been told to end; `/stuck` never is, `/large` at once. It tells its parent the port, and when so many calls have come.
import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings, ServerType } from '@hono/node-server';
import { type Closable, endOnSignals, httpLogger, openStore } from 'predict-presents';

const LARGE = 20_000_000;
const [framework = '', path = '', calls = '0', answerMs = '5000'] = process.argv.slice(2);
const store = await openStore(path);

const toldToEnd = new Promise<void>((resolve) => {
  process.once('SIGTERM', resolve).once('SIGINT', resolve);
});
let come = 0;
async function answer(url = ''): Promise<string> {
  if (url.includes('large')) return 'x'.repeat(LARGE);
  come += 1;
  if (come === Number(calls)) process.send?.('all have come');
  if (url.includes('stuck')) await new Promise(() => undefined);
  await toldToEnd;
  // Not all in one go: connections are to be idle while others are at work.
  await delay(come-- % 200);
  return `{"answered":"${'x'.repeat(100)}"}`;
}

async function start(): Promise<readonly [Server | ServerType, readonly Closable[]]> {
  switch (framework) {
    case 'Express': {
      const { default: express } = await import('express');
      const { expressLogger } = await import('predict-presents/express');
      const logger = expressLogger(store);
      const app = express().use(logger, async (request, response) => {
        response.type('json').send(await answer(request.url));
      });
      return [app.listen(0), [logger, store]];
    }
    case 'Fastify': {
      const { fastify } = await import('fastify');
      const { fastifyLogger } = await import('predict-presents/fastify');
      const app = fastify();
      await app.register(fastifyLogger, { store });
      app.get('/*', async (request, reply) => reply.type('application/json').send(await answer(request.url)));
      await app.listen({ port: 0 });
      return [app.server, [app, store]];
    }
    case 'Hono': {
      const { serve } = await import('@hono/node-server');
      const { Hono } = await import('hono');
      const { honoLogger } = await import('predict-presents/hono');
      const logger = honoLogger(store);
      const app = new Hono<{ Bindings: HttpBindings }>();
      app.use(logger);
      app.get('/*', async (context) => context.json(JSON.parse(await answer(context.req.path))));
      return [serve({ fetch: app.fetch, port: 0 }), [logger, store]];
    }
    case 'Connect': {
      const { default: connect } = await import('connect');
      const logger = httpLogger(store);
      const app = connect();
      app.use(logger);
      app.use(async (request, response) => void response.end(await answer(request.url)));
      return [createServer(app).listen(0), [logger, store]];
    }
    case 'node:http2': {
      const logger = httpLogger(store);
      const server = createHttp2Server((request, response) => {
        logger(request, response, async () => void response.end(await answer(request.url)));
      });
      return [server.listen(0), [logger, store]];
    }
    default: {
      const logger = httpLogger(store);
      const server = createServer((request, response) => {
        logger(request, response, async () => void response.end(await answer(request.url)));
      });
      return [server.listen(0), [logger, store]];
    }
  }
}

const [server, closables] = await start();
endOnSignals(server, closables, { answerMs: Number(answerMs), onError: (error) => console.error(error) });
if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
process.send?.((server.address() as AddressInfo).port);
