import type { IncomingMessage } from 'node:http';

/** A pattern, and the part of the path before it, or up to its end where it is that of a mount. */
interface Place {
  readonly path: string;
  readonly pattern: string;
}

// On the request itself, as in RequestRecorder; put together once the request is logged.
const MOUNTS = Symbol('presents: mounts');
const ROUTE = Symbol('presents: route');

type MountedRequest = IncomingMessage & { readonly baseUrl?: string; [MOUNTS]?: Place[]; [ROUTE]?: Place };

/** Notes the pattern by which a request of Express came to a router. */
export function noteMount(request: MountedRequest, pattern: string): void {
  const place = { path: request.baseUrl ?? '', pattern };
  if (request[MOUNTS] === undefined) request[MOUNTS] = [place];
  else request[MOUNTS].push(place);
}

/** Notes the pattern of a route that a request of Express came to; the last one counts. */
export function noteRoute(request: MountedRequest, pattern: string): void {
  request[ROUTE] = { path: request.baseUrl ?? '', pattern };
}

/** Returns the pattern of the noted route behind those of its mounts; undefined if not all of them were noted. */
export function mountedRoute({ [ROUTE]: route, [MOUNTS]: mounts = [] }: MountedRequest): string | undefined {
  if (route === undefined) return undefined;
  const patterns = [route.pattern];
  let parts = partsOf(route.path);
  // The last one counts here, too: the router before it handed the request on.
  for (const { path, pattern } of mounts.toReversed()) {
    if (path !== joined(parts)) continue;
    // Of how many parts of the path such a pattern is cannot be told.
    if (/[*{(?]/.test(pattern)) return undefined;
    patterns.unshift(pattern);
    parts = parts.slice(0, parts.length - partsOf(pattern).length);
  }
  return parts.length === 0 ? joined(patterns.flatMap(partsOf)) || '/' : undefined;
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '');
const joined = (parts: readonly string[]) => parts.map((part) => `/${part}`).join('');
