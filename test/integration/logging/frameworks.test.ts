import { Server } from 'node:http';
import connect from 'connect';
import express, { type ErrorRequestHandler, Router } from 'express';
import { describe, expect, test } from 'vitest';
import { type HttpLogger, userOf } from '../../../src/integration/logging/http-logger.ts';
import { ask, makeApi, post, serve } from '../servers.ts';

/** Asks for everything that every server here answers, and gives what was logged. */
async function tryOut(url: string, calls: Awaited<ReturnType<typeof makeApi>>['calls']) {
  const refused = await fetch(`${url}/api/items/7`, { headers: { 'api-key': 'guess' } });
  expect([refused.status, await refused.json()]).toMatchObject([401, { error: 'unauthorized' }]);
  expect(await ask(`${url}/api/items/teddy?x=1`)).toEqual({ status: 200, body: '{"user":"shop","item":"teddy"}' });
  const echo = { age: 7, password: 'x' };
  expect(await ask(`${url}/api/echo`, post(echo))).toEqual({ status: 201, body: JSON.stringify(echo) });
  expect((await ask(`${url}/api/broken/5`)).status).toBe(500);
  expect((await ask(`${url}/api/nothing/5`)).status).toBe(404);
  return (await calls()).map(({ apiRoute, statusCode, errorMessage, requestPayload, responsePayload }) => ({
    apiRoute,
    statusCode,
    errorMessage,
    requestPayload,
    responsePayload,
  }));
}

const blanked = { age: 7, password: '[blanked]' };
const LOGGED = [
  {
    apiRoute: '/api/items/:name',
    statusCode: 200,
    errorMessage: null,
    responsePayload: { user: 'shop', item: 'teddy' },
  },
  { apiRoute: '/api/echo', statusCode: 201, errorMessage: null, requestPayload: blanked, responsePayload: blanked },
  { apiRoute: '/api/broken/:id', statusCode: 500, errorMessage: 'The model is asleep' },
];

describe('In Express 5', () => {
  const routes = () =>
    Router()
      .get('/items/:name', (request, response) => {
        response.json({ user: userOf(request).username, item: request.params.name });
      })
      .post('/echo', (request, response) => {
        response.status(201).json(request.body);
      })
      .get('/broken/:id', async () => {
        throw new Error('The model is asleep');
      });
  const answerError: ErrorRequestHandler = (_error, _request, response, _next) => {
    response.status(500).json({ error: 'internal' });
  };
  const notFound = { apiRoute: '/api/nothing/:id', statusCode: 404, errorMessage: 'Not Found' };

  const appWith = (...handlers: (express.RequestHandler | HttpLogger)[]) => {
    const app = express();
    for (const handler of handlers) app.use('/api', handler);
    return app;
  };

  test('requests are authenticated and logged by the pattern of their route, and what a handler threw', async () => {
    const { logger, calls } = await makeApi();
    const app = appWith(logger, express.json(), routes()).use(logger.noteError, answerError);
    expect(await tryOut(await serve(new Server(app)), calls)).toMatchObject([...LOGGED, notFound]);
  });

  test('the body is logged also where it was parsed before', async () => {
    const { logger, calls } = await makeApi();
    const app = appWith(express.json(), logger, routes()).use(logger.noteError, answerError);
    expect(await tryOut(await serve(new Server(app)), calls)).toMatchObject([...LOGGED, notFound]);
  });

  test('files that are sent are the same, and binary ones are left out of the log', async () => {
    const { logger, calls } = await makeApi();
    const app = appWith(logger).use(express.static('test/fixtures'));
    const url = await serve(new Server(app.use('/api', express.static('test/fixtures'))));
    const [open, logged] = await Promise.all([ask(`${url}/reference.db`), ask(`${url}/api/reference.db`)]);
    expect(logged).toEqual(open);
    expect(await calls()).toMatchObject([{ responsePayload: { leftOut: 'application/octet-stream' } }]);
  });
});

test('In Connect requests are authenticated and logged, with ids in their paths made one', async () => {
  const { logger, calls } = await makeApi();
  const app = connect()
    .use(logger)
    .use('/api/items', (request, response) => {
      const item = (request.url ?? '').replace(/^\/|\?.*/g, '');
      response.end(JSON.stringify({ user: userOf(request).username, item }));
    })
    .use('/api/echo', (request, response) => {
      response.statusCode = 201;
      request.pipe(response);
    })
    .use('/api/broken', () => {
      throw new Error('The model is asleep');
    })
    .use(logger.noteError)
    .use(
      (
        _error: unknown,
        _request: connect.IncomingMessage,
        response: import('node:http').ServerResponse,
        _next: connect.NextFunction,
      ) => {
        response.writeHead(500).end();
      },
    );
  const [item, ...others] = LOGGED;
  expect(await tryOut(await serve(new Server(app)), calls)).toMatchObject([
    { ...item, apiRoute: '/api/items/teddy' },
    ...others,
    { apiRoute: '/api/nothing/:id', statusCode: 404 },
  ]);
});
