import type { BoundQuery, BoundTerm } from '../../filter/bound-query.ts';
import { fits } from '../../filter/fits.ts';
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

/** No call of a kind and user fits; all do; a larger number names the set of response times that fit. */
export const NONE_FIT = 0;
export const ALL_FIT = 1;
const UNKNOWN = -1;
// A mixed run of a kind is looked at as a whole where no more classes of users than this have to be asked for it.
const FEW_CLASSES = 16;
const FACTS_IN_NUMBER = 50;

/** A query over numbers: which kinds or which users a term fits, or which response times. */
type Node =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node }
  | { readonly kind: 'ofKind' | 'ofUser'; readonly fits: Uint8Array }
  | { readonly kind: 'times'; readonly set: MicrosSet };

/** Kinds or users among which a query does not tell: the class of each, and one member of each class. */
interface Classes {
  readonly of: Uint32Array;
  readonly members: readonly number[];
}

/**
 * Verdicts of a query on every kind and user: for these two it is a set of response times. It is evaluated once for each class of
 * kinds and class of users, when it is first asked for.
 */
export class Verdicts {
  /** True when response times decide. */
  readonly needTimes: boolean;
  readonly #root: Node;
  readonly #kinds: Classes;
  readonly #users: Classes;
  readonly #rows: Int32Array[];
  readonly #sets: MicrosSet[] = [NO_TIMES, ALL_TIMES];

  constructor(query: BoundQuery, names: Names) {
    this.#root = compile(query, names);
    this.needTimes = looksAtTimes(this.#root);
    this.#kinds = classesOf(factsOf(this.#root, 'ofKind'), names.routeOf.length);
    this.#users = classesOf(factsOf(this.#root, 'ofUser'), names.userIds.length);
    this.#rows = this.#kinds.members.map(() => new Int32Array(this.#users.members.length).fill(UNKNOWN));
  }

  /** The verdict on the calls of a kind and user. */
  of(kind: number, user: number): number {
    const kindClass = this.#kinds.of[kind] ?? 0;
    const userClass = this.#users.of[user] ?? 0;
    const known = this.#rows[kindClass]?.[userClass] ?? UNKNOWN;
    return known === UNKNOWN ? this.#judge(kindClass, userClass) : known;
  }

  /** The class of each user. */
  get userClasses(): Uint32Array {
    return this.#users.of;
  }

  /** The verdicts on the calls of a kind, class of users by class; negative where it was not asked for yet. */
  ofClasses(kind: number): Int32Array {
    return this.#rows[this.#kinds.of[kind] ?? 0] ?? new Int32Array(0);
  }

  /** The verdict on the calls of a kind where it is the same for all users, as far as that is soon found. */
  ofAllUsers(kind: number): number | undefined {
    const { members } = this.#users;
    if (members.length > FEW_CLASSES) return undefined;
    const first = this.of(kind, members[0] ?? 0);
    return members.every((user) => this.of(kind, user) === first) ? first : undefined;
  }

  /** The response times that a verdict stands for. */
  setOf(verdict: number): MicrosSet {
    return this.#sets[verdict] ?? NO_TIMES;
  }

  #judge(kindClass: number, userClass: number): number {
    const set = evaluate(this.#root, this.#kinds.members[kindClass] ?? 0, this.#users.members[userClass] ?? 0);
    const verdict = this.#numberOf(set);
    const row = this.#rows[kindClass];
    if (row !== undefined) row[userClass] = verdict;
    return verdict;
  }

  #numberOf(set: MicrosSet): number {
    if (isNothing(set)) return NONE_FIT;
    if (isEverything(set)) return ALL_FIT;
    const known = this.#sets.findIndex((other) => areSame(other, set));
    return known === -1 ? this.#sets.push(set) - 1 : known;
  }
}

function compile(query: BoundQuery, names: Names): Node {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, parts: query.parts.map((part) => compile(part, names)) };
    case 'not':
      return { kind: 'not', part: compile(query.part, names) };
    case 'users':
      return { kind: 'ofUser', fits: factsBy(names.userIds.length, (user) => query.ids.has(names.userIds[user] ?? 0)) };
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

function factsBy(count: number, isFitting: (member: number) => boolean): Uint8Array {
  const facts = new Uint8Array(count);
  for (let member = 0; member < count; member += 1) if (isFitting(member)) facts[member] = 1;
  return facts;
}

function factsOf(node: Node, kind: 'ofKind' | 'ofUser'): readonly Uint8Array[] {
  if ('parts' in node) return node.parts.flatMap((part) => factsOf(part, kind));
  if ('part' in node) return factsOf(node.part, kind);
  return node.kind === kind ? [node.fits] : [];
}

function looksAtTimes(node: Node): boolean {
  if ('parts' in node) return node.parts.some(looksAtTimes);
  return 'part' in node ? looksAtTimes(node.part) : node.kind === 'times';
}

function classesOf(facts: readonly Uint8Array[], count: number): Classes {
  const of = new Uint32Array(count);
  if (facts.length === 0) return { of, members: [0] };
  const known = new Map<number | string, number>();
  const members: number[] = [];
  const keyOf = facts.length > FACTS_IN_NUMBER ? textKey : numberKey;
  for (let member = 0; member < count; member += 1) {
    const key = keyOf(facts, member);
    let found = known.get(key);
    if (found === undefined) {
      found = members.push(member) - 1;
      known.set(key, found);
    }
    of[member] = found;
  }
  return { of, members };
}

function numberKey(facts: readonly Uint8Array[], member: number): number {
  let key = 0;
  for (const fact of facts) key = key * 2 + (fact[member] ?? 0);
  return key;
}

function textKey(facts: readonly Uint8Array[], member: number): string {
  return facts.map((fact) => fact[member]).join('');
}

function evaluate(node: Node, kind: number, user: number): MicrosSet {
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
  parts: readonly Node[],
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

function areSame(one: MicrosSet, other: MicrosSet): boolean {
  const isSameRange = ([from, to]: readonly [number, number], index: number) =>
    other.ranges[index]?.[0] === from && other.ranges[index]?.[1] === to;
  return one.hasNone === other.hasNone && one.ranges.length === other.ranges.length && one.ranges.every(isSameRange);
}
