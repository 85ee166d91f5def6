import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { describe, onTestFinished, test } from 'vitest';
import { fastifyLogger } from '../../../src/integration/frameworks/fastify.ts';
import { makeDatabase } from '../servers.ts';
import { BIG, type CasesApi, cases, FIXTURE } from './cases.ts';

/** The API of the cases, as a part of an app. */
function addRoutes(api: FastifyInstance, arrive: () => void, goesOn: Promise<void>): void {
  api.get<{ Params: { name: string } }>('/items/:name', async (request) => ({
    user: request.user?.username,
    item: request.params.name,
  }));
  api.get<{ Params: { '*': string } }>('/files/*', async (request) => ({ path: request.params['*'] }));
  api.post('/echo', async (request, reply) => reply.code(201).send(request.body));
  api.get('/broken/:id', async () => {
    await delay(1);
    throw new Error('The model is asleep');
  });
  api.get('/events', async (_request, reply) => {
    const events = async function* () {
      yield 'data: 1\n\n';
      await goesOn;
      yield 'data: 2\n\n';
    };
    return reply.type('text/event-stream').send(Readable.from(events()));
  });
  api.get('/slow', () => {
    arrive();
    return new Promise(() => undefined);
  });
  // As `@fastify/compress` does it.
  api.get('/big', async (request, reply) => {
    reply.type('text/plain');
    if (request.headers['accept-encoding'] !== 'gzip') return BIG;
    return reply.header('content-encoding', 'gzip').send(Readable.from([BIG]).pipe(createGzip()));
  });
  api.get('/moved', async (_request, reply) => reply.redirect('/api/items/ada'));
  api.get('/fixture', async (_request, reply) => reply.type('application/json').send(createReadStream(FIXTURE)));
  api.register(async (uploads) => {
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    uploads.removeContentTypeParser(['text/plain']);
    uploads.post<{ Body: Readable }>('/upload', async (request) => {
      arrive();
      let bytes = 0;
      for await (const chunk of request.body) bytes += chunk.length;
      return { bytes };
    });
  });
}

async function serveCases(): Promise<CasesApi> {
  const { path, store, calls } = await makeDatabase();
  const app = fastify();
  let arrived = 0;
  const goesOn = Promise.withResolvers<void>();
  // As `@fastify/cors` does it.
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'access-control-allow-origin': '*', 'x-request-id': 'r-1' });
    if (request.method === 'OPTIONS') return reply.code(204).send();
  });
  app.options('*', async () => undefined);
  app.setErrorHandler<Error & { readonly statusCode?: number }>((error, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ problem: error.message }),
  );
  let log: FastifyInstance['callLog'] | undefined;
  app.register(
    async (api) => {
      api.register(fastifyLogger, { store, signals: [] });
      api.setNotFoundHandler((_request, reply) => reply.code(404).send({}));
      addRoutes(
        api,
        () => {
          arrived += 1;
        },
        goesOn.promise,
      );
      api.after(() => {
        log = api.callLog;
      });
    },
    { prefix: '/api' },
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  return {
    url,
    path,
    calls: async () => {
      await log?.flush();
      return await calls();
    },
    counts: () => log?.counts() ?? { refused: 0 },
    arrived: () => arrived,
    goOn: goesOn.resolve,
  };
}

describe('In Fastify', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
    await run(await serveCases());
  });
});
