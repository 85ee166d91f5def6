import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import { endOnSignals, httpLogger, metrics, openStore, type RequestRefusedError, type User } from 'predict-presents';
import { type ExpressLogger, type ExpressLoggerOptions, expressLogger, userOf } from 'predict-presents/express';

const store = await openStore('predict_presents.db');
const options: ExpressLoggerOptions = {
  key: (request) => request.get('x-key'),
  skip: ({ method, path }) => method === 'OPTIONS' || path === '/health',
  fields: ({ ip, originalUrl }) => ({ ip, originalUrl }),
  refuse: ({ statusCode }, request, response) => response.status(statusCode).json({ at: request.originalUrl }),
  onRefused: (request, reason) => console.warn(request.ip, reason),
};
const logger: ExpressLogger = expressLogger(store, options);
expressLogger(store, { refuse: 'detail', requestId: true });
// @ts-expect-error There is no such option.
expressLogger(store, { keyheader: 'x' });
console.log(logger.counts().refused, metrics(store, { loggers: [logger] }));

const answerError: ErrorRequestHandler = (error: RequestRefusedError, _request, response, _next) => {
  response.status(error.status).json({ reason: error.reason });
};
const tell: RequestHandler = (request, response) => {
  const user: User = userOf(request);
  const maybe: User | undefined = request.user;
  // @ts-expect-error A request that was let pass has no user.
  const wrong = request.user.username;
  response.json({ user, maybe, wrong });
};
const app = express()
  .use('/api', logger, express.json(), Router().use(httpLogger(store)).get('/', tell))
  // The parameters of a route are those of its path, whatever stands before its handler.
  .get('/items/:name', logger, (request, response) => {
    const name: string = request.params.name;
    // @ts-expect-error The path has no such parameter.
    response.json({ name, id: request.params.id });
  })
  .use(logger.noteError, answerError);
const server = app.listen(0);
endOnSignals([server], [logger, store], { answerMs: 1_000, signals: ['SIGTERM'], onError: console.error });
// @ts-expect-error A store comes in a list.
endOnSignals(server, store);
