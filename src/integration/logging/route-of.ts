import type { IncomingMessage } from 'node:http';
import { mountedRoute } from './mounted-route.ts';

/** A request as Express and Connect leave it. */
type RoutedRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly baseUrl?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly route?: { readonly path?: unknown };
};

/** Longer routes are cut. */
export const LONGEST_ROUTE = 200;
const LOOKS_LIKE_ID = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|(?=.*\d)[\w-]{20,})$/i;

/** The pattern of the route that answered: Express's own, else the path with what looks like an id as `:id`. */
export function routeOf(request: IncomingMessage): string {
  const noted = mountedRoute(request);
  if (noted !== undefined) return noted.slice(0, LONGEST_ROUTE);
  const known: RoutedRequest = request;
  const path = pathOf(known.originalUrl ?? request.url ?? '/');
  const pattern = known.route === undefined ? undefined : fittingPattern(known.route.path, path);
  const route = pattern === undefined ? withoutIds(path) : joined(mountOf(known, pattern, path), pattern);
  return route.slice(0, LONGEST_ROUTE);
}

/** The path of a URL with what looks like an id as `:id`: the route where nothing tells a pattern. */
export function routeOfUrl(url: string): string {
  return withoutIds(pathOf(url)).slice(0, LONGEST_ROUTE);
}

function pathOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return path.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/';
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');
const isOpen = (pattern: string) => /[*{(?]/.test(pattern);

/** A route may have several patterns: the longest whose plain words are those of the path's end, else one with choices. */
function fittingPattern(patterns: unknown, path: string): string | undefined {
  const all = (Array.isArray(patterns) ? patterns : [patterns]).filter((pattern) => typeof pattern === 'string');
  const segments = segmentsOf(path);
  const closed = all
    .filter((pattern) => !isOpen(pattern))
    .toSorted((one, other) => segmentsOf(other).length - segmentsOf(one).length);
  const fits = (isSame: (word: string, segment: string | undefined) => boolean) => (pattern: string) => {
    const words = segmentsOf(pattern);
    return words.every((word, index) => word.includes(':') || isSame(word, segments.at(index - words.length)));
  };
  return (
    closed.find(fits((word, segment) => word === segment)) ??
    closed.find(fits(isSameWord)) ??
    all.find(isOpen) ??
    all[0]
  );
}

// A router's `baseUrl` is gone when an error left it.
function mountOf(request: RoutedRequest, pattern: string, path: string): string {
  const mount = isOpen(pattern) ? mountOfOpen(request, pattern, path) : beforeEnd(segmentsOf(path), pattern);
  const names = new Set(pattern.match(/:\w+/g));
  const left = Object.entries(request.params ?? {}).filter(([name]) => !names.has(`:${name}`));
  // From the end, since a word of the path may be the value of a parameter behind it.
  const named = mount.toReversed().map((segment) => {
    const index = left.findLastIndex(([, value]) => value === decoded(segment));
    return index < 0 ? segment : `:${left.splice(index, 1)[0]?.[0]}`;
  });
  return withoutIds(named.toReversed().join('/'));
}

/** A pattern without choices says of how many segments the end of the path is. */
function beforeEnd(segments: readonly string[], pattern: string): readonly string[] {
  return segments.slice(0, Math.max(0, segments.length - segmentsOf(pattern).length));
}

function mountOfOpen({ baseUrl = '' }: RoutedRequest, pattern: string, path: string): readonly string[] {
  if (baseUrl !== '') return segmentsOf(baseUrl);
  const words = segmentsOf(pattern.split(/[*{(?:]/, 1)[0] ?? '');
  const segments = segmentsOf(path);
  const at = segments.findIndex((_, start) => words.every((word, index) => isSameWord(word, segments[start + index])));
  return words.length === 0 ? [] : segments.slice(0, Math.max(0, at));
}

function isSameWord(word: string, segment: string | undefined): boolean {
  return segment !== undefined && word.toLowerCase() === decoded(segment).toLowerCase();
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function withoutIds(path: string): string {
  return `/${segmentsOf(path)
    .map((segment) => (LOOKS_LIKE_ID.test(segment) ? ':id' : segment))
    .join('/')}`;
}

function joined(mount: string, pattern: string): string {
  return `/${[...segmentsOf(mount), ...segmentsOf(pattern)].join('/')}`;
}
