import { Server } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { describe, onTestFinished, test } from 'vitest';
import { type ExpressLogger, expressLogger } from '../../../src/integration/frameworks/express.ts';
import { makeDatabase, serve } from '../servers.ts';
import { BIG, type CasesApi, cases, FIXTURE } from './cases.ts';

const require = createRequire(import.meta.url);
const compression: () => RequestHandler = require('compression');
const cors: () => RequestHandler = require('cors');

const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('x-request-id', 'r-1');
  next();
};

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(error.status ?? 500).json({ problem: error.message });
};

/** The API of the cases. */
function routes(arrive: () => void): express.Router {
  return express
    .Router()
    .get('/items/:name', (request, response) => {
      response.json({ user: request.user?.username, item: request.params.name });
    })
    .get('/files/*path', (request, response) => {
      response.json({ path: request.params.path });
    })
    .post('/echo', express.json(), (request, response) => {
      response.status(201).json(request.body);
    })
    .post('/upload', async (request, response) => {
      arrive();
      let bytes = 0;
      for await (const chunk of request) bytes += chunk.length;
      response.json({ bytes });
    })
    .get('/broken/:id', async () => {
      await delay(1);
      throw new Error('The model is asleep');
    })
    .get('/events', async (_request, response) => {
      response.set('content-type', 'text/event-stream').write('data: 1\n\n');
      await delay(20);
      response.end('data: 2\n\n');
    })
    .get('/slow', arrive)
    .get('/big', (_request, response) => {
      response.type('text').send(BIG);
    })
    .get('/moved', (_request, response) => response.redirect('/api/items/ada'))
    .get('/fixture', (_request, response) => response.sendFile(resolve(FIXTURE)));
}

async function serveCases(): Promise<CasesApi> {
  const { path, store, calls } = await makeDatabase();
  const logger: ExpressLogger = expressLogger(store, { signals: [] });
  onTestFinished(() => logger.close());
  let arrived = 0;
  const app = express()
    .use(compression(), cors(), nameRequest)
    .use(
      '/api',
      logger,
      routes(() => {
        arrived += 1;
      }),
    )
    .use(logger.noteError, answerError);
  return {
    url: await serve(new Server(app)),
    path,
    calls: () => logger.flush().then(calls),
    counts: logger.counts,
    arrived: () => arrived,
  };
}

describe('In Express', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
    await run(await serveCases());
  });
});
