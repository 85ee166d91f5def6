import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import connect from 'connect';
import { describe, onTestFinished, test } from 'vitest';
import { type HttpLogger, httpLogger, userOf } from '../../../src/integration/frameworks/node.ts';
import { makeDatabase, serve } from '../servers.ts';
import { BIG, type CasesApi, cases, FIXTURE } from './cases.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, rest: string) => unknown;

function answerJson(response: ServerResponse, statusCode: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

/** Answers what comes before everything else; true where that was all. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('access-control-allow-origin', '*').setHeader('x-request-id', 'r-1');
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (isPreflight) response.writeHead(204, { 'access-control-allow-headers': 'api-key' }).end();
  return isPreflight;
}

/** The API of the cases, by method and pattern; a pattern that ends in a parameter takes the rest of the path. */
function routes(arrive: () => void, goesOn: Promise<void>): Readonly<Record<string, Answer>> {
  return {
    'GET /api/items/:name': (request, response, item) =>
      answerJson(response, 200, { user: userOf(request).username, item }),
    'GET /api/files/*': (_request, response, path) => answerJson(response, 200, { path }),
    'POST /api/echo': async (request, response) => answerJson(response, 201, await json(request)),
    'POST /api/upload': async (request, response) => {
      arrive();
      let bytes = 0;
      for await (const chunk of request) bytes += chunk.length;
      answerJson(response, 200, { bytes });
    },
    'GET /api/broken/:id': async () => {
      await delay(1);
      throw new Error('The model is asleep');
    },
    'GET /api/events': async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      await goesOn;
      response.end('data: 2\n\n');
    },
    'GET /api/slow': arrive,
    'GET /api/big': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end(BIG);
    },
    'GET /api/moved': (_request, response) => response.writeHead(302, { location: '/api/items/ada' }).end(),
    'GET /api/fixture': (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      createReadStream(FIXTURE).pipe(response);
    },
  };
}

/** Answers a request that passed the logger, and tells that the pattern of its route. */
async function route(
  logger: HttpLogger,
  table: ReturnType<typeof routes>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const [pattern, answer] of Object.entries(table)) {
    const start = pattern.replace(/[:*]\w*$/, '');
    const asked = `${method} ${path}`;
    if (start === pattern ? asked !== pattern : !asked.startsWith(start)) continue;
    logger.describe(request, { route: pattern.slice(pattern.indexOf('/')) });
    await answer(request, response, asked.slice(start.length));
    return;
  }
  answerJson(response, 404, { problem: 'Nothing is here.' });
}

const answerProblem = (
  response: ServerResponse,
  { status = 500, message = '' }: { readonly status?: number; readonly message?: string },
) => answerJson(response, status, { problem: message });

/** Serves the cases by what makes a server of a logger and the routes. */
async function serveCases(build: (logger: HttpLogger, table: ReturnType<typeof routes>) => Server): Promise<CasesApi> {
  const { path, store, calls } = await makeDatabase();
  const logger = httpLogger(store, {
    signals: [],
    refuse: (refusal, _request, response) => {
      response.setHeaders(new Map(Object.entries(refusal.headers)));
      answerProblem(response, refusal);
    },
  });
  onTestFinished(() => logger.close());
  let arrived = 0;
  const goesOn = Promise.withResolvers<void>();
  const table = routes(() => {
    arrived += 1;
  }, goesOn.promise);
  const url = await serve(build(logger, table));
  return {
    url,
    path,
    calls: () => logger.flush().then(calls),
    counts: logger.counts,
    arrived: () => arrived,
    goOn: goesOn.resolve,
  };
}

const table = cases.map((one) => [one.name, one] as const);

describe('In node:http', () => {
  test.each(table)('%s', async (_, { run }) => {
    const build = (logger: HttpLogger, answers: ReturnType<typeof routes>) =>
      createServer((request, response) => {
        if (answerPreflight(request, response)) return;
        logger(request, response, async () => {
          try {
            await route(logger, answers, request, response);
          } catch (error) {
            logger.describe(request, { error });
            answerProblem(response, error as Error);
          }
        });
      });
    await run(await serveCases(build));
  });
});

describe('In Connect', () => {
  test.each(table)('%s', async (_, { run }) => {
    const build = (logger: HttpLogger, answers: ReturnType<typeof routes>) => {
      const app = connect()
        .use((request, response, next) => {
          if (!answerPreflight(request, response)) next();
        })
        .use(logger)
        .use((request, response, next) => {
          route(logger, answers, request, response).catch(next);
        })
        .use(logger.noteError)
        .use((error: Error, _request: IncomingMessage, response: ServerResponse, _next: connect.NextFunction) => {
          answerProblem(response, error);
        });
      return new Server(app);
    };
    await run(await serveCases(build));
  });
});
