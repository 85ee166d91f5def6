// A small gift API on Express: each request is authenticated and logged, each product is classified once, what is old is deleted, and
// Prometheus finds its metrics.
// `npm run example` starts it; what it prints shows how to call it, and how to watch it in the dashboard.
import express, { type ErrorRequestHandler } from 'express';
import {
  cachedClassifier,
  databaseExists,
  endOnSignals,
  initDatabase,
  metrics,
  metricsContentType,
  openStore,
  PresentsError,
  retention,
} from 'predict-presents';
import { expressLogger, userOf } from 'predict-presents/express';
import { classifyByWords } from './classify-by-words.ts';

const path = process.env.DATABASE_PATH ?? 'example.db';
if (!(await databaseExists(path))) await initDatabase(path);
const store = await openStore(path);
const logger = expressLogger(store, {
  blank: ['recipientName'],
  onError: (error, lostCalls) => console.error(`${lostCalls} calls were not logged:`, error),
});
const upkeep = retention(store, { callsDays: 90, productsDays: 365, onReport: console.log, onError: console.error });
const classifier = cachedClassifier(store, classifyByWords, { retryAfterMs: 60_000 });

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const isFaultOfCaller = error instanceof PresentsError && error.field !== undefined;
  const status = isFaultOfCaller ? 422 : (error.status ?? 500);
  response.status(status).json({ error: status < 500 ? error.message : 'Something went wrong here.' });
};

const app = express()
  .disable('x-powered-by')
  .get('/health', (_request, response) => {
    response.json({ ok: true });
  })
  .get('/metrics', (_request, response) => {
    response.type(metricsContentType).send(metrics(store, { loggers: [logger] }));
  })
  .use('/api', logger, express.json())
  .get('/api/me', (request, response) => {
    response.json({ username: userOf(request).username });
  })
  .post('/api/products/:productId/classification', async (request, response) => {
    const { description } = request.body ?? {};
    response.json(await classifier.classify({ productId: request.params.productId, description }));
  })
  .post('/api/classifications', async (request, response) => {
    response.json(await classifier.classifyMany(request.body ?? []));
  })
  .get('/api/recommendations/:recipientId', () => {
    throw new Error('The model is asleep');
  })
  .use(logger.noteError, answerError);

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', async () => {
  const address = server.address();
  const url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : address;
  const isKnown = (await store.users.find('example')) !== undefined;
  const { apiKey } = isKnown ? await store.users.regenerateKey('example') : await store.users.create('example');
  console.log(`The gift API listens on ${url}. Call it, again and again:

  curl -H 'api-key: ${apiKey}' -H 'content-type: application/json' \\
    -d '{"description": "A brown teddy bear"}' ${url}/api/products/B1/classification

and watch the calls arrive, in another terminal:

  npm start -- --db ${path}
`);
});

endOnSignals(server, [logger, upkeep, store]);
