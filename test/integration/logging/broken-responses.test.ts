import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { type HttpBindings, serve as serveHono } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import connect from 'connect';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { stream as streamHono } from 'hono/streaming';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ask, KEY, makeApi, serve, type TestApi } from '../servers.ts';

/** A body of one piece that then fails. */
const failing = () =>
  Readable.from(
    (async function* () {
      yield 'a';
      throw new Error('The disk is gone');
    })(),
  );

/**
 * Servers that answer `/fails` by a stream that fails after its first piece, `/destroyed` by nothing, and `/waits` by a first
 * piece alone.
 */
const SERVERS: Readonly<Record<string, (api: TestApi) => Promise<Server>>> = {
  'plain node:http': async ({ logger }) =>
    createServer((request, response) => logger(request, response, () => answer(request, response))),
  Express: async ({ logger }) => createServer(express().set('env', 'test').use(logger, answer).use(logger.noteError)),
  Connect: async ({ logger }) => createServer(connect().use(logger).use(answer).use(logger.noteError)),
  Fastify: async ({ logger }) => {
    const app = fastify();
    app.addHook('onRequest', async (request, reply) => {
      if ((await logger.begin(request.raw, reply.raw)) === undefined) return reply.hijack();
      logger.describe(request.raw, { route: request.routeOptions.url });
    });
    app.addHook('onError', async (request, _reply, error) => logger.describe(request.raw, { error }));
    app.get('/fails', async (_request, reply) => reply.send(failing()));
    app.get('/destroyed', async (_request, reply) => {
      reply.raw.destroy();
      return reply.hijack();
    });
    app.get('/waits', async (_request, reply) => {
      reply.raw.write('a');
      return reply.hijack();
    });
    await app.ready();
    return app.server;
  },
  Hono: async ({ logger }) => {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use('*', async (context, next) => {
      const { incoming, outgoing } = context.env;
      if ((await logger.begin(incoming, outgoing)) === undefined) return RESPONSE_ALREADY_SENT;
      await next();
      logger.describe(incoming, { error: context.error });
      return undefined;
    });
    app.get('/fails', (context) => context.body(Readable.toWeb(failing()) as ReadableStream));
    app.get('/destroyed', (context) => {
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    });
    app.get('/waits', (context) =>
      streamHono(context, async (body) => {
        await body.write('a');
        await new Promise<void>((resolve) => body.onAbort(resolve));
      }),
    );
    return serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  },
};

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/destroyed') response.destroy();
  else if (request.url === '/waits') response.write('a');
  else
    failing()
      .on('error', (error) => response.destroy(error))
      .pipe(response);
}

describe.each(Object.entries(SERVERS))('In %s', (name, makeServer) => {
  const listening = async (api: TestApi) => serve(await makeServer(api));

  test('a response that the server broke off is an error of the server', async () => {
    const api = await makeApi();
    const url = await listening(api);
    // Hono prints it besides, and Fastify tells nobody why it destroys a response whose head has gone.
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const reason = name === 'Fastify' ? 'The server broke off' : 'The disk is gone';
    for (const path of ['fails', 'destroyed']) await expect(ask(`${url}/${path}`)).rejects.toThrow();
    await expect.poll(api.calls).toMatchObject([
      { apiRoute: '/fails', statusCode: 500, errorMessage: expect.stringContaining(reason) },
      { apiRoute: '/destroyed', statusCode: 500, errorMessage: expect.stringContaining('The server broke off') },
    ]);
    expect(await api.store.apiLogs.systemStats()).toMatchObject({ errorCount: 2, serverErrorCount: 2 });
  });

  test('a response that its client did not wait for is none of the server', async () => {
    const api = await makeApi();
    const url = await listening(api);
    const asked = httpRequest(`${url}/waits`, { headers: KEY }).on('error', () => undefined);
    asked.on('response', (response) => response.on('error', () => undefined).on('data', () => asked.destroy())).end();
    await expect
      .poll(api.calls)
      .toMatchObject([{ apiRoute: '/waits', statusCode: 499, errorMessage: expect.stringContaining('client went') }]);
    expect(await api.store.apiLogs.systemStats()).toMatchObject({ errorCount: 1, serverErrorCount: 0 });
  });
});

test('What a handler of Express throws after its head breaks the response off, and is told', async () => {
  const api = await makeApi();
  const app = express()
    .set('env', 'test')
    .use(api.logger)
    .get('/', (_, response) => {
      response.write('a');
      throw new Error('Too late');
    });
  app.use(api.logger.noteError);
  await expect(ask(await serve(createServer(app)))).rejects.toThrow();
  await expect.poll(api.calls).toMatchObject([{ statusCode: 500, errorMessage: 'Too late' }]);
});

test('A response that is under way when the server ends is an error of the server, and is logged once', async () => {
  const api = await makeApi();
  const url = await serve((request, response) => api.logger(request, response, () => response.write('a')));
  const response = await fetch(url, { headers: KEY });
  await api.logger.close();
  expect(await api.calls()).toMatchObject([{ statusCode: 500, errorMessage: expect.stringContaining('server ended') }]);
  await response.body?.cancel();
  expect(await api.calls()).toHaveLength(1);
});
