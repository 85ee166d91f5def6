import type { Id } from '../../model/id.ts';
import type { UserFacts } from './call-sums.ts';

// More users than these are asked for together with all others.
const MANY = 5_000;

/** Tells whether a statement asks for all users in place of so many of them. */
export function isOfMany(userIds: readonly Id[]): boolean {
  return userIds.length > MANY;
}

/** Puts together what several statements say about the same users. */
export class FactBook {
  readonly #facts = new Map<Id, UserFacts>();
  readonly #wanted: ReadonlySet<Id>;

  constructor(userIds: readonly Id[]) {
    this.#wanted = new Set(userIds);
  }

  get facts(): readonly UserFacts[] {
    return [...this.#facts.values()];
  }

  /** Notes facts about a user, unless it is another than those that are wanted. */
  note(userId: Id, facts: Partial<UserFacts>): void {
    if (!this.#wanted.has(userId)) return;
    const none = { userId, serverErrorCount: 0, p95ResponseMs: null, topRoute: null, lastError: null };
    this.#facts.set(userId, { ...none, ...this.#facts.get(userId), ...facts });
  }
}
