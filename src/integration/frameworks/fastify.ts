import type { FastifyInstance } from 'fastify';
import type { User } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import { checkOptions, type HttpLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The user whose key the request came with. */
    user?: User;
  }
}

/** Options of the plugin: the store, which stays the program's to close, and those of the logger. */
export interface FastifyLoggerOptions extends HttpLoggerOptions {
  readonly store: Pick<Store, 'users' | 'apiLogs'>;
}

/** Plugin of Fastify that admits requests with a valid API key and logs them; refusals are errors as any other of the app. */
export async function fastifyLogger(app: FastifyInstance, { store, ...options }: FastifyLoggerOptions): Promise<void> {
  checkOptions(store, options);
  const recorder = new RequestRecorder(store, options);
  app.addHook('onRequest', async (request, reply) => {
    const admitted = await recorder.admit(request.raw, reply.raw);
    if (admitted instanceof RequestRefusedError) throw admitted;
    request.user = admitted;
    recorder.describe(request.raw, { route: request.routeOptions.url });
  });
  app.addHook('onError', async (request, _reply, error) => recorder.describe(request.raw, { error }));
  app.addHook('onClose', () => recorder.close());
}

// As Fastify's own `fastify-plugin` does it: the hooks are those of the app, not of a part of their own.
Object.assign(fastifyLogger, { [Symbol.for('skip-override')]: true });
