import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { metrics, openStore, type User } from 'predict-presents';
import { type FastifyCallLog, type FastifyLoggerOptions, fastifyLogger, userOf } from 'predict-presents/fastify';

const store = await openStore('predict_presents.db');
const options: FastifyLoggerOptions = {
  store,
  key: (request) => request.headers['x-key']?.toString(),
  skip: ({ routeOptions }) => routeOptions.url === '/health',
  route: (request, pattern) => `${request.method} ${pattern}`,
  fields: ({ ip, hostname }) => ({ ip, hostname }),
  refuse: ({ reason, statusCode }, request, reply) => reply.code(statusCode).send({ reason, url: request.url }),
  onRefused: ({ log }, reason) => log.warn(reason),
};

const app = fastify();
app.register(fastifyLogger, options);
app.register(fastifyLogger, { store, refuse: 'detail' });
await app.register(fastifyLogger, { store });
// @ts-expect-error The store is missing.
app.register(fastifyLogger, {});
// @ts-expect-error There is no such option.
app.register(fastifyLogger, { store, keyheader: 'x' });
// @ts-expect-error There is no such form.
app.register(fastifyLogger, { store, refuse: 'html' });

app.get<{ Params: { id: string }; Querystring: { size?: number } }>('/items/:id', async (request) => {
  const user: User = userOf(request);
  const name: string | undefined = request.user?.username;
  // @ts-expect-error A request that passes no logger has no user.
  const sure: string = request.user.username;
  // @ts-expect-error A user has no claims.
  const subject = request.user?.sub;
  return { user, name, sure, subject, id: request.params.id.length, size: request.query.size?.toFixed() };
});

const log: FastifyCallLog = app.callLog;
const { refused, lost }: { readonly refused: number; readonly lost: number } = log.counts();
console.log(refused, lost, metrics(store, { loggers: [app.callLog] }));
await log.flush();

// Of other servers, loggers and schemas.
const secure = fastify({ http2: true, https: {} });
secure.register(fastifyLogger, { store });
secure.get('/', async (request) => userOf(request).username + request.user?.username);
const talking = fastify({ logger: { level: 'info' } });
await talking.register(fastifyLogger, { store });
talking.post('/', { schema: { body: { type: 'object' } } }, async (request) => request.user?.id);

// Elsewhere.
export const api = async (part: FastifyInstance): Promise<void> => {
  part.register(fastifyLogger, { store });
  part.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => reply.send(request.user?.username));
};
