import type { BoundQuery, BoundTerm } from '../../filter/bound-query.ts';
import { fits } from '../../filter/fits.ts';
import { isAmong } from '../../filter/group-of.ts';
import { NO_GROUP } from './group-names.ts';
import {
  ALL_TIMES,
  intersection,
  isEverything,
  isNothing,
  type MicrosSet,
  NO_TIMES,
  timesOf,
  union,
  without,
} from './micros-set.ts';
import type { Names } from './names.ts';

/** A query over numbers: which kinds or which users a term fits, or which response times. */
export type NumberedQuery =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly NumberedQuery[] }
  | { readonly kind: 'not'; readonly part: NumberedQuery }
  | { readonly kind: 'ofKind' | 'ofUser'; readonly fits: Uint8Array }
  | { readonly kind: 'times'; readonly set: MicrosSet };

/** Resolves the terms of a query: which kinds and users they fit, and which response times. */
export function compile(query: BoundQuery, names: Names): NumberedQuery {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, parts: query.parts.map((part) => compile(part, names)) };
    case 'not':
      return { kind: 'not', part: compile(query.part, names) };
    case 'users':
      return { kind: 'ofUser', fits: factsBy(names.userIds.length, (user) => query.ids.has(names.userIds[user] ?? 0)) };
    case 'groups':
      return { kind: 'ofKind', fits: kindsOfGroups(query.prefixes, names) };
    case 'micros':
      return { kind: 'times', set: timesOf(query.test) };
    default:
      return { kind: 'ofKind', fits: kindsThatFit(query, names) };
  }
}

function kindsThatFit(term: BoundTerm, { routes, routeOf, statusOf }: Names): Uint8Array {
  const isFitting = fits(term);
  const nothing = { userId: 0, ms: null, timeMs: undefined, message: null, request: null, response: null };
  return factsBy(routeOf.length, (kind) =>
    isFitting({ ...nothing, route: routes[routeOf[kind] ?? 0] ?? '', status: statusOf[kind] ?? null }),
  );
}

function kindsOfGroups(prefixes: ReadonlySet<string>, { groupOf, groups }: Names): Uint8Array {
  const fitting = groups.list.map(({ id }) => isAmong(id, prefixes));
  return factsBy(groupOf.length, (kind) => fitting[groupOf[kind] ?? NO_GROUP] === true);
}

function factsBy(count: number, isFitting: (member: number) => boolean): Uint8Array {
  const facts = new Uint8Array(count);
  for (let member = 0; member < count; member += 1) if (isFitting(member)) facts[member] = 1;
  return facts;
}

/** The facts about kinds, or about users, that a query depends on. */
export function factsOf(node: NumberedQuery, kind: 'ofKind' | 'ofUser'): readonly Uint8Array[] {
  if ('parts' in node) return node.parts.flatMap((part) => factsOf(part, kind));
  if ('part' in node) return factsOf(node.part, kind);
  return node.kind === kind ? [node.fits] : [];
}

/** Tells whether a query depends on response times. */
export function looksAtTimes(node: NumberedQuery): boolean {
  if ('parts' in node) return node.parts.some(looksAtTimes);
  return 'part' in node ? looksAtTimes(node.part) : node.kind === 'times';
}

/** The response times of the calls of a kind and a user that fit. */
export function evaluate(node: NumberedQuery, kind: number, user: number): MicrosSet {
  switch (node.kind) {
    case 'and':
      return combine(node.parts, intersection, { neutral: ALL_TIMES, isDecided: isNothing, kind, user });
    case 'or':
      return combine(node.parts, union, { neutral: NO_TIMES, isDecided: isEverything, kind, user });
    case 'not':
      return without(evaluate(node.part, kind, user));
    case 'times':
      return node.set;
    case 'ofKind':
      return node.fits[kind] === 1 ? ALL_TIMES : NO_TIMES;
    case 'ofUser':
      return node.fits[user] === 1 ? ALL_TIMES : NO_TIMES;
  }
}

interface Combination {
  readonly neutral: MicrosSet;
  readonly isDecided: (set: MicrosSet) => boolean;
  readonly kind: number;
  readonly user: number;
}

function combine(
  parts: readonly NumberedQuery[],
  join: typeof union,
  { neutral, isDecided, kind, user }: Combination,
): MicrosSet {
  let set = neutral;
  for (const part of parts) {
    if (isDecided(set)) return set;
    set = join(set, evaluate(part, kind, user));
  }
  return set;
}
