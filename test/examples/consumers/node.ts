import { createServer } from 'node:http';
import { createServer as createHttp2Server, createSecureServer } from 'node:http2';
import connect from 'connect';
import { endOnSignals, openStore, type User } from 'predict-presents';
import { httpLogger, userOf } from 'predict-presents/node';

const store = await openStore('predict_presents.db');
const logger = httpLogger(store, { skip: ({ method }) => method === 'OPTIONS' });
const plain = createServer(async (request, response) => {
  const user: User | null | undefined = await logger.begin(request, response);
  if (user === undefined) return;
  logger.describe(request, { route: '/' });
  response.end(user?.username);
});
const streams = createHttp2Server((request, response) => {
  logger(request, response, () => response.end(userOf(request).username));
});
const secured = createSecureServer({ allowHTTP1: true }, (request, response) => {
  logger(request, response, () => response.end(userOf(request).username));
});
const app = connect().use(logger).use(logger.noteError);
endOnSignals([plain, streams, secured, createServer(app)], [logger, store]);
