import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { describe, onTestFinished, test } from 'vitest';
import { honoLogger } from '../../../src/integration/frameworks/hono.ts';
import { makeDatabase, serve } from '../servers.ts';
import { BIG, type CasesApi, cases, FIXTURE } from './cases.ts';

/** The API of the cases. */
function addRoutes(app: Hono, arrive: () => void, goesOn: Promise<void>): void {
  app
    .get('/api/items/:name', (context) =>
      context.json({ user: context.get('user').username, item: context.req.param('name') }),
    )
    .get('/api/files/*', (context) => context.json({ path: context.req.path }))
    .post('/api/echo', async (context) => context.json(await context.req.json(), 201))
    .post('/api/upload', async (context) => {
      arrive();
      let bytes = 0;
      for await (const chunk of context.req.raw.body ?? []) bytes += chunk.length;
      return context.json({ bytes });
    })
    .get('/api/broken/:id', async () => {
      await delay(1);
      throw new Error('The model is asleep');
    })
    .get('/api/events', (context) =>
      streamSSE(context, async (stream) => {
        await stream.writeSSE({ data: '1' });
        await goesOn;
        await stream.writeSSE({ data: '2' });
      }),
    )
    .get('/api/slow', () => {
      arrive();
      return new Promise<Response>(() => undefined);
    })
    .get('/api/big', (context) => context.text(BIG))
    .get('/api/moved', (context) => context.redirect('/api/items/ada'))
    .get('/api/fixture', serveStatic({ path: FIXTURE }));
}

async function serveCases(): Promise<CasesApi> {
  const { path, store, calls } = await makeDatabase();
  const logger = honoLogger(store, { signals: [] });
  onTestFinished(() => logger.close());
  let arrived = 0;
  const goesOn = Promise.withResolvers<void>();
  const app = new Hono();
  app.use(compress(), cors(), async (context, next) => {
    context.header('x-request-id', 'r-1');
    await next();
  });
  app.use('/api/*', logger);
  addRoutes(
    app,
    () => {
      arrived += 1;
    },
    goesOn.promise,
  );
  app.onError((error, context) =>
    context.json({ problem: error.message }, error instanceof HTTPException ? error.status : 500),
  );
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  return {
    url: await serve(server),
    path,
    calls: () => logger.flush().then(calls),
    counts: logger.counts,
    arrived: () => arrived,
    goOn: goesOn.resolve,
  };
}

describe('In Hono', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
    await run(await serveCases());
  });
});
