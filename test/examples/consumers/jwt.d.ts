import 'fastify';
import type { User } from 'predict-presents';

export interface Claims {
  readonly sub: string;
}

// As `@fastify/jwt` declares it, where a program says that its `FastifyJWT` has a `user` of these types.
declare module 'fastify' {
  interface FastifyRequest {
    user: User | Claims;
  }
}
