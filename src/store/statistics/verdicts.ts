import type { BoundQuery } from '../../filter/bound-query.ts';
import { type Classes, classesOf } from './member-classes.ts';
import { ALL_TIMES, areSame, isEverything, isNothing, type MicrosSet, NO_TIMES } from './micros-set.ts';
import type { Names } from './names.ts';
import { compile, evaluate, factsOf, looksAtTimes, type NumberedQuery } from './numbered-query.ts';

/** No call of a kind and user fits; all do; a larger number names the set of response times that fit. */
export const NONE_FIT = 0;
export const ALL_FIT = 1;

const UNKNOWN = -1;
// A mixed run of a kind is looked at as a whole where no more classes of users than this have to be asked for it.
const FEW_CLASSES = 16;

/**
 * Verdicts of a query on every kind and user: for these two it is a set of response times. It is evaluated once for each class of
 * kinds and class of users, when it is first asked for.
 */
export class Verdicts {
  /** True when response times decide. */
  readonly needTimes: boolean;
  readonly #root: NumberedQuery;
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

  /** The verdicts on the calls of a kind, class of users by class; negative if it was not asked for yet. */
  ofClasses(kind: number): Int32Array {
    return this.#rows[this.#kinds.of[kind] ?? 0] ?? new Int32Array(0);
  }

  /** The verdict on the calls of a kind if it is the same for all users, as far as that is soon found. */
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
