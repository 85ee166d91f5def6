import { Server } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ExpressLoggerOptions, expressLogger } from '../../../src/integration/frameworks/express.ts';
import { ask, makeDatabase, serve } from '../servers.ts';
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
function routes(arrive: () => void, goesOn: Promise<void>): express.Router {
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
      await goesOn;
      response.end('data: 2\n\n');
    })
    .get('/slow', arrive)
    .get('/big', (_request, response) => {
      response.type('text').send(BIG);
    })
    .get('/moved', (_request, response) => response.redirect('/api/items/ada'))
    .get('/fixture', (_request, response) => response.sendFile(resolve(FIXTURE)));
}

/** A logger over a new database; both are closed with the test. */
async function makeLogger(options: ExpressLoggerOptions = {}) {
  const { path, store, calls } = await makeDatabase();
  const logger = expressLogger(store, { signals: [], ...options });
  onTestFinished(() => logger.close());
  return { path, store, logger, calls: () => logger.flush().then(calls) };
}

async function serveCases(): Promise<CasesApi> {
  const { path, logger, calls } = await makeLogger();
  let arrived = 0;
  const goesOn = Promise.withResolvers<void>();
  const app = express()
    .use(compression(), cors(), nameRequest)
    .use(
      '/api',
      logger,
      routes(() => {
        arrived += 1;
      }, goesOn.promise),
    )
    .use(logger.noteError, answerError);
  return {
    url: await serve(new Server(app)),
    path,
    calls,
    counts: logger.counts,
    arrived: () => arrived,
    goOn: goesOn.resolve,
  };
}

describe('In Express', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
    await run(await serveCases());
  });
});

/** Serves an app and asks it without a key. */
async function askWithoutKey(app: express.Express, path = '/api/items/ada') {
  const response = await fetch((await serve(new Server(app))) + path);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const MISSING = 'The header api-key with an API key is missing.';
const answerItem: RequestHandler = (request, response) => {
  response.json({ user: request.user?.username });
};

describe('A request that an Express app refuses', () => {
  test('is answered in JSON where the app has no error handler, and nobody is told of it on the console', async () => {
    const { logger } = await makeLogger();
    const error = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => error.mockRestore());
    const app = express().use('/api', cors(), nameRequest, logger, answerItem).use(logger.noteError);
    const { status, headers, body } = await askWithoutKey(app);
    expect([status, body]).toEqual([401, JSON.stringify({ error: 'unauthorized', message: MISSING })]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('www-authenticate')).toBe('ApiKey header="api-key"');
    expect(error).not.toHaveBeenCalled();
  });

  test('is answered by the error handler of a router, or of the app that this one is mounted in', async () => {
    const { logger } = await makeLogger();
    const router = express.Router().use(logger, answerItem).use(answerError);
    expect(await askWithoutKey(express().use('/api', router))).toMatchObject({
      status: 401,
      body: JSON.stringify({ problem: MISSING }),
    });
    const inner = express().use(logger, answerItem);
    expect(await askWithoutKey(express().use('/api', inner).use(answerError))).toMatchObject({
      status: 401,
      body: JSON.stringify({ problem: MISSING }),
    });
  });

  test.each([
    ['message', JSON.stringify({ error: 'unauthorized', message: MISSING })],
    ['detail', JSON.stringify({ detail: MISSING })],
  ] as const)('is answered in the form “%s” where that is asked for', async (refuse, body) => {
    const { logger } = await makeLogger({ refuse });
    const app = express().use(cors(), logger, answerItem).use(answerError);
    expect(await askWithoutKey(app)).toMatchObject({ status: 401, body });
  });

  test('is answered by a function of the program, whose own errors go to the app', async () => {
    const { logger } = await makeLogger({
      refuse: ({ reason, statusCode }, { path }, response) => {
        if (path === '/fault') throw new Error('The form is broken');
        response.status(statusCode).type('text').send(`No: ${reason}`);
      },
    });
    const app = express().use(logger, answerItem).use(answerError);
    expect(await askWithoutKey(app)).toMatchObject({ status: 401, body: 'No: missing' });
    expect(await askWithoutKey(app, '/fault')).toMatchObject({ status: 500, body: '{"problem":"The form is broken"}' });
  });

  test('is left alone where a time limit has answered it meanwhile', async () => {
    const { store } = await makeDatabase();
    const { promise, reject } = Promise.withResolvers<never>();
    const users = { ...store.users, authenticate: () => promise };
    const refused = vi.fn();
    const logger = expressLogger({ ...store, users }, { signals: [], onRefused: refused });
    onTestFinished(() => logger.close());
    const reached = vi.fn();
    const app = express()
      .use((_request, response, next) => {
        next();
        response.status(503).send('Too late');
        reject(new Error('The database is busy'));
      })
      .use(logger, reached)
      .use(((_error, _request, _response, _next) => reached()) as ErrorRequestHandler);
    const url = await serve(new Server(app));
    expect(await ask(url)).toEqual({ status: 503, body: 'Too late' });
    await expect.poll(() => refused.mock.calls.length).toBe(1);
    expect(reached).not.toHaveBeenCalled();
  });
});

describe('The logger of Express', () => {
  test('notes errors also where the app has no use for noteError', async () => {
    const { logger, calls } = await makeLogger();
    const handlers: Record<string, RequestHandler> = {
      thrown: () => {
        throw new Error('thrown');
      },
      rejected: async () => {
        throw new Error('rejected');
      },
      handed: (_request, _response, next) => next(new Error('handed')),
    };
    const app = express().use('/api', logger);
    for (const [name, handler] of Object.entries(handlers)) app.get(`/api/${name}`, handler);
    const hideError: ErrorRequestHandler = (_error, _request, response, _next) => {
      response.status(500).json({ error: 'internal' });
    };
    const url = await serve(new Server(app.use(hideError)));
    for (const name of Object.keys(handlers)) expect((await ask(`${url}/api/${name}`)).status).toBe(500);
    expect((await calls()).map(({ errorMessage }) => errorMessage)).toEqual(['thrown', 'rejected', 'handed']);
  });

  test('notes no error that another handler makes good, and of errors that come of one another the first', async () => {
    const { logger, calls } = await makeLogger();
    const fail: RequestHandler = () => {
      throw new Error('The model is asleep');
    };
    const makeGood: ErrorRequestHandler = (_error, { path }, response, next) => {
      if (path === '/api/good') response.json({ from: 'the cache' });
      else next(new Error('Something went wrong'));
    };
    const url = await serve(new Server(express().use(logger, fail).use(makeGood, answerError)));
    expect([(await ask(`${url}/api/good`)).status, (await ask(`${url}/api/bad`)).status]).toEqual([200, 500]);
    expect((await calls()).map(({ errorMessage }) => errorMessage)).toEqual([null, 'The model is asleep']);
  });

  test('logs a request that passes it twice once, and two loggers log it once each', async () => {
    const { logger, store, calls } = await makeLogger();
    const other = expressLogger(store, { signals: [], route: 'method' });
    onTestFinished(() => other.close());
    const url = await serve(new Server(express().use(logger, other, logger).get('/api/:name', answerItem)));
    expect(await ask(`${url}/api/ada`)).toEqual({ status: 200, body: '{"user":"shop"}' });
    await other.flush();
    expect((await calls()).map(({ apiRoute }) => apiRoute).sort()).toEqual(['/api/:name', 'GET /api/:name']);
  });

  test('lets preflights pass where the program skips them, for what answers them behind the logger', async () => {
    const { logger, calls } = await makeLogger({ skip: ({ method }) => method === 'OPTIONS' });
    const url = await serve(new Server(express().use(logger, cors()).get('/api/:name', answerItem)));
    const preflight = {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'GET' },
    };
    expect((await fetch(`${url}/api/ada`, preflight)).status).toBe(204);
    expect((await ask(`${url}/api/ada`)).status).toBe(200);
    expect(await calls()).toHaveLength(1);
  });

  test('puts the patterns of mounted routers together, also where they do not know the parameters before them', async () => {
    const { logger, calls } = await makeLogger();
    const passOn: RequestHandler = (_request, _response, next) => next();
    const items = express
      .Router()
      .get(['/items/:item', '/things/:thing'], passOn, answerItem)
      .get('/*rest', answerItem);
    const v1 = express.Router().use('/', express.Router().get('/none', answerItem)).use('/v1', items);
    const shops = express.Router().use('/acme', express.Router().get('/other', answerItem)).use('/:shop', v1);
    const app = express()
      .use(logger)
      .get('/api/*any', passOn)
      .use('/api/shops', shops)
      .use('/{:part/}old', express.Router().get('/:name', answerItem))
      .use('/app', express().get('/:name', answerItem))
      .get(/^\/(ada|eve)$/, answerItem);
    const url = await serve(new Server(app));
    const shop = '/api/shops/acme';
    for (const path of [`${shop}/v1/items/7`, `${shop}/v1/things/8`, `${shop}/v1/else/where`, `${shop}/none`])
      expect((await ask(url + path)).status).toBe(200);
    for (const path of ['/api/shops/acme', '/old/7', '/x/old/7', '/app/7', '/ada', '/API/Shops/ACME/v1/items/7'])
      await ask(url + path);
    expect((await calls()).map(({ apiRoute }) => apiRoute)).toEqual([
      '/api/shops/:shop/v1/items/:item',
      '/api/shops/:shop/v1/things/:thing',
      '/api/shops/:shop/v1/*rest',
      '/api/shops/:shop/none',
      '/api/*any',
      '/old/:name',
      '/x/old/:name',
      '/app/:name',
      '/ada',
      '/api/shops/:shop/v1/items/:item',
    ]);
  });
});
