import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { expressLogger } from '../../../src/integration/frameworks/express.ts';
import { fastifyLogger } from '../../../src/integration/frameworks/fastify.ts';
import { honoLogger } from '../../../src/integration/frameworks/hono.ts';
import { KEY, makeApi, serve, type TestApi } from '../servers.ts';

const SECRETS = [
  'hush-name',
  'hush path',
  '4711-0815-0001',
  'hush@mail.example',
  'hush-cookie',
  'hush-query',
  'hush-field',
];
const [name, address, card, mail, cookie, inQuery, inField] = SECRETS;
const BODY = JSON.stringify({ nick: name, recipient: { address }, card, mail, age: 7 });
const SAID = `No good: ${SECRETS.join(', ')}`;
const PATH = `/gifts/${card}?access_token=${inQuery}&recipient[address]=${encodeURIComponent(String(address))}&page=2`;
const REQUEST = {
  method: 'POST',
  headers: { ...KEY, 'content-type': 'application/json', cookie: `sid=${cookie}`, 'x-request-id': `of-${card}` },
  body: BODY,
} as const;

const optionsFor = <Request>(headersOf: (request: Request) => unknown) => ({
  blank: ['nick', 'recipient.address', /\d{4}-\d{4}-\d{4}/],
  blankValue: (_: readonly string[], value: unknown) => typeof value === 'string' && value.includes('@'),
  query: true,
  requestId: true,
  fields: (request: Request) => ({ headers: headersOf(request), apiSecret: inField }),
  signals: [],
});

/** Looks at all that is logged of the call; what is no secret is there. */
async function expectNoSecret(api: TestApi): Promise<void> {
  const calls = await api.calls();
  expect(calls).toHaveLength(1);
  expect(JSON.stringify(calls)).not.toMatch(/hush|0815/);
  expect(calls[0]).toMatchObject({
    errorMessage: expect.stringContaining('[blanked]'),
    requestPayload: { age: 7, recipient: { address: '[blanked]' }, _request: { query: { page: '2' } } },
  });
}

test('No secret of a call in Express is logged', async () => {
  const api = await makeApi();
  const logger = expressLogger(
    api.store,
    optionsFor((request: express.Request) => request.headers),
  );
  const app = express().use(express.json(), logger);
  app.post('/gifts/:card', () => {
    throw Object.assign(new Error(`${SAID} ${BODY}`), { status: 400, expose: true });
  });
  app.use(logger.noteError);
  app.use(((error, _request, response, _next) => {
    response.status(400).json({ error: error.message });
  }) satisfies express.ErrorRequestHandler);
  await (await fetch((await serve(app)) + PATH, REQUEST)).text();
  await logger.close();
  await expectNoSecret(api);
});

test('No secret of a call in Fastify is logged', async () => {
  const api = await makeApi();
  const app = fastify();
  await app.register(fastifyLogger, { store: api.store, ...optionsFor((request) => request) });
  app.post('/gifts/:card', async () => {
    throw Object.assign(new Error(SAID), { statusCode: 400 });
  });
  await app.inject({ method: 'POST', url: PATH, headers: REQUEST.headers, payload: BODY });
  await app.close();
  await expectNoSecret(api);
});

test('No secret of a call in Hono is logged', async () => {
  const api = await makeApi();
  const logger = honoLogger(
    api.store,
    optionsFor((context) => Object.fromEntries(context.req.raw.headers)),
  );
  const app = new Hono().use(logger).post('/gifts/:card', async (context) => {
    await context.req.text();
    return context.json({ error: SAID, list: SECRETS }, 400);
  });
  await (await app.request(PATH, REQUEST)).text();
  await logger.close();
  await expectNoSecret(api);
});
