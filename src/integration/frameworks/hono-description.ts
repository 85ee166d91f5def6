import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { CallDescription } from '../logging/call-record.ts';
import { routeOfUrl } from '../logging/route-of.ts';

/** Facts about a call that its context in Hono tells: the best known before it is answered, and all after. */
export function descriptionOf(context: Context): CallDescription {
  const requestId: unknown = context.get('requestId');
  return {
    route: routeIn(context),
    error: context.error,
    // As Hono's own `requestId` names it.
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

/**
 * The pattern of the handler that a request got to, or would have got to if no middleware had answered. Where nothing answers, and
 * before anybody has, that of a middleware tells less than the path.
 */
function routeIn(context: Context): string | undefined {
  const [reached, ...others] = matchedRoutes(context).slice(context.req.routeIndex);
  const handler = [reached, ...others].find((route) => route !== undefined && !isOfMiddleware(route));
  const isAnswered = context.finalized && context.res.status !== 404;
  const pattern = handler?.path ?? (isAnswered ? reached?.path : undefined);
  return pattern === undefined ? undefined : `${mountOf(context)}${pattern}`;
}

// A handler for all methods of all paths below may be one, too: a mounted app, say.
function isOfMiddleware({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'ALL' && path.endsWith('*');
}

/** The path that the app itself is mounted at, which it is not told of; empty if it is not mounted, or cannot be known. */
function mountOf({ env, req }: Context): string {
  const url: unknown = env?.incoming?.url;
  if (typeof url !== 'string') return '';
  if (url === req.path || url.startsWith(`${req.path}?`)) return '';
  // The URL may name a host, or lead up and down again, which Hono has resolved.
  const path = URL.parse(url, 'http://host')?.pathname ?? '';
  const mount = path.endsWith(req.path) ? path.slice(0, -req.path.length) : '';
  return mount === '' ? '' : routeOfUrl(mount);
}
