import type { IncomingMessage } from 'node:http';

/** A request as Express and Connect leave it. */
type RoutedRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly baseUrl?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly route?: { readonly path?: unknown };
};

const LONGEST_ROUTE = 200;
const LOOKS_LIKE_ID = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|(?=.*\d)[\w-]{20,})$/i;

/** The pattern of the route that answered: Express's own, else the path with what looks like an id as `:id`. */
export function routeOf(request: IncomingMessage): string {
  const known: RoutedRequest = request;
  const path = pathOf(known.originalUrl ?? request.url ?? '/');
  const pattern = known.route === undefined ? undefined : fittingPattern(known.route.path, path);
  const route = pattern === undefined ? withoutIds(path) : joined(mountOf(known, pattern, path), pattern);
  return route.slice(0, LONGEST_ROUTE);
}

function pathOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return path.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');
const isOpen = (pattern: string) => /[*{(?]/.test(pattern);

/** A route may have several patterns: the one whose plain words are those of the path's end. */
function fittingPattern(patterns: unknown, path: string): string | undefined {
  const all = (Array.isArray(patterns) ? patterns : [patterns]).filter((pattern) => typeof pattern === 'string');
  const segments = segmentsOf(path);
  const fits = (pattern: string) => {
    const words = segmentsOf(pattern);
    return words.every((word, index) => word.includes(':') || word === segments.at(index - words.length));
  };
  return all.find((pattern) => isOpen(pattern) || fits(pattern)) ?? all[0];
}

// A router's `baseUrl` is gone when an error left it, and a pattern says of how many segments the end of the path is.
function mountOf(request: RoutedRequest, pattern: string, path: string): string {
  const segments = segmentsOf(path);
  const mount = isOpen(pattern)
    ? segmentsOf(request.baseUrl ?? '')
    : segments.slice(0, -segmentsOf(pattern).length || undefined);
  const others = Object.entries(request.params ?? {}).filter(([name]) => !pattern.includes(`:${name}`));
  const names = new Map(others.map(([name, value]) => [value, name]));
  const named = mount.map((segment) => (names.has(segment) ? `:${names.get(segment)}` : segment));
  return withoutIds(named.join('/'));
}

function withoutIds(path: string): string {
  return `/${segmentsOf(path)
    .map((segment) => (LOOKS_LIKE_ID.test(segment) ? ':id' : segment))
    .join('/')}`;
}

function joined(mount: string, pattern: string): string {
  return `/${[...segmentsOf(mount), ...segmentsOf(pattern)].join('/')}`;
}
