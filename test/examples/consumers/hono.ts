import { type HttpBindings, serve, upgradeWebSocket } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { hc } from 'hono/client';
import { cors } from 'hono/cors';
import { createFactory, createMiddleware } from 'hono/factory';
import { testClient } from 'hono/testing';
import { metrics, openStore, type User } from 'predict-presents';
import { type HonoLogger, type HonoLoggerEnv, type HonoLoggerOptions, honoLogger } from 'predict-presents/hono';

const store = await openStore('predict_presents.db');
const options: HonoLoggerOptions = {
  key: (context) => context.req.query('key'),
  skip: ({ req }) => req.path === '/health',
  fields: (context) => ({ locale: context.req.header('accept-language') }),
  refuse: ({ reason, statusCode }, context) => context.json({ reason }, statusCode),
  onRefused: (context, reason) => console.warn(context.req.path, reason),
};
const logger: HonoLogger = honoLogger(store, options);
honoLogger(store, { refuse: 'detail', requestId: true });
// @ts-expect-error There is no such option.
honoLogger(store, { keyheader: 'x' });
console.log(logger.counts().refused, metrics(store, { loggers: [logger] }));

// Chained, with a client that knows its routes and their answers.
const chained = new Hono()
  .use(cors())
  .use('/api/*', honoLogger(store))
  .get('/api/items/:id', (context) => {
    const user: User = context.get('user');
    // @ts-expect-error A user has no claims.
    const subject = context.var.user.sub;
    return context.json({ from: context.var.user.username, id: context.req.param('id'), at: user.createdAt, subject });
  })
  .post('/api/items', (context) => context.json({ id: 7 }, 201));
const client = hc<typeof chained>('http://localhost');
const answer = await client.api.items[':id'].$get({ param: { id: '7' } });
const from: string = (await answer.json()).from;
const made: 201 = (await client.api.items.$post()).status;
// @ts-expect-error There is no such route.
client.api.nothing.$get();
const tested = await testClient(chained).api.items.$post();
console.log(from, made, tested.status);

// Not chained, and without a declaration.
const plain = new Hono();
plain.use('/api/*', logger);
plain.get('/api/hello', (context) => context.json({ from: context.get('user').username, id: context.var.user.id }));
plain.get(
  '/api/socket',
  upgradeWebSocket((context) => ({ onOpen: (_, socket) => socket.send(context.get('user').username) })),
);
serve({ fetch: plain.fetch });

// With an environment of its own.
interface Env {
  Bindings: HttpBindings & { DB: string };
  Variables: { locale: string };
}
const own = new Hono<Env>();
own.use('/api/*', logger);
own.get('/api/hello', logger, (context) => {
  const locale: string = context.get('locale');
  const db: string = context.env.DB;
  // @ts-expect-error There is no such variable.
  const wrong = context.get('locales');
  return context.json({
    locale,
    db,
    wrong,
    from: context.get('user').username,
    ip: context.env.incoming.socket.remoteAddress,
  });
});
const declared = new Hono<HonoLoggerEnv>().use(logger).get('/', (context) => context.text(context.var.user.username));
declared
  .route('/sub', own)
  .basePath('/v1')
  .get('/x', (context) => context.text(context.get('user').username));

// A program that has another user keeps it in its own apps.
const others = new Hono<{ Variables: { user: { readonly email: string } } }>();
others.get('/', (context) => context.text(context.get('user').email));

// Elsewhere.
export const hello = (context: Context<HonoLoggerEnv>) => context.text(context.get('user').username);
plain.get('/elsewhere', hello);
export const middleware = createMiddleware<HonoLoggerEnv>(async (context, next) => {
  console.log(context.get('user').username);
  await next();
});
export const handlers = createFactory<HonoLoggerEnv>().createHandlers(logger, (context) =>
  context.text(context.get('user').username),
);
