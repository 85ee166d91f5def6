import fastify from 'fastify';
import { openStore, type User } from 'predict-presents';
import { fastifyLogger, userOf } from 'predict-presents/fastify';
import type { Claims } from './jwt.d.ts';

declare module 'predict-presents/fastify' {
  interface FastifyUsers {
    jwt: Claims;
  }
}

const store = await openStore('predict_presents.db');
const app = fastify();
app.register(fastifyLogger, { store });
app.get('/', async (request) => {
  // The type of the other plugin goes before that of the logger.
  const claims: User | Claims = request.user;
  const user: User = userOf(request);
  // @ts-expect-error What is on the request may be claims.
  const wrong = request.user.username;
  return { claims, user, wrong };
});
