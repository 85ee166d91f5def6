import { setImmediate as nextTurn } from 'node:timers/promises';
import { type UnusedKeys, unusedKey, unusedKeysLine } from '../../../insight/attention/key-lines.ts';
import type { AttentionLine } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { AttentionFeed, KeyEntry } from './attention-feed.ts';

const MOST_NAMES = 3;

/** Findings about the keys of all users. */
export interface KeyLook {
  /** The lines about unused keys; who called in the last 24 hours is none of them. */
  readonly linesWithout: (callers: ReadonlySet<Id>) => readonly AttentionLine[];
  readonly userIds: readonly Id[];
  readonly inactiveIds: ReadonlySet<Id>;
  readonly activeCount: number;
  /** False if the last calls of users are not known without reading the whole log. */
  readonly isKnown: boolean;
}

const DAY_MS = 86_400_000;

/**
 * The uses of keys. Whoever was seen to call is not looked up again before that is long ago, and nobody within a day: who called
 * since is among the callers of the last 24 hours.
 */
export class KeyUses {
  readonly #feed: Pick<AttentionFeed, 'keysAfter' | 'lastCalls'>;
  readonly #lastCalls = new Map<Id, Date>();
  /** Time until which the calls of each user are known who was looked up. */
  readonly #lookedUpUntil = new Map<Id, number>();

  constructor(feed: Pick<AttentionFeed, 'keysAfter' | 'lastCalls'>) {
    this.#feed = feed;
  }

  /** Looks at all keys, some users at a time. */
  async *look(at: Date, thresholds: AttentionThresholds): AsyncGenerator<undefined, KeyLook> {
    const unused: KeyEntry[] = [];
    const userIds: Id[] = [];
    const inactiveIds = new Set<Id>();
    let isKnown = true;
    for (let page = await this.#feed.keysAfter(null); page.length > 0; ) {
      isKnown &&= await this.#lookUp(page, at, thresholds);
      for (const key of page) {
        userIds.push(key.id);
        if (!key.isActive) inactiveIds.add(key.id);
        if (isKnown && this.#verdict(key, at, thresholds) !== undefined) unused.push(key);
      }
      yield undefined;
      await nextTurn();
      page = await this.#feed.keysAfter(page.at(-1)?.id ?? null);
    }
    const linesWithout = (callers: ReadonlySet<Id>) => this.#lines(unused, callers, { at, thresholds });
    return { linesWithout, userIds, inactiveIds, activeCount: userIds.length - inactiveIds.size, isKnown };
  }

  /** Counts unused keys, those of the callers of the last 24 hours left out. */
  #lines(
    unused: readonly KeyEntry[],
    callers: ReadonlySet<Id>,
    { at, thresholds }: { readonly at: Date; readonly thresholds: AttentionThresholds },
  ): readonly AttentionLine[] {
    const tallies = { 'never used': new UnusedTally(), idle: new UnusedTally() };
    for (const key of unused) {
      const verdict = callers.has(key.id) ? undefined : this.#verdict(key, at, thresholds);
      if (verdict !== undefined) tallies[verdict].add(key, this.#lastCalls.get(key.id) ?? key.createdAt);
    }
    return (['never used', 'idle'] as const).flatMap(
      (kind) => unusedKeysLine(kind, tallies[kind].keys, thresholds) ?? [],
    );
  }

  #verdict(key: KeyEntry, at: Date, thresholds: AttentionThresholds) {
    return unusedKey({ ...key, lastCallAt: this.#lastCalls.get(key.id) ?? null }, at, thresholds);
  }

  /** Looks up who would count as unused by what is known; false if nobody can tell. */
  async #lookUp(page: readonly KeyEntry[], at: Date, thresholds: AttentionThresholds): Promise<boolean> {
    const isOld = (id: Id) => at.getTime() - (this.#lookedUpUntil.get(id) ?? Number.NEGATIVE_INFINITY) >= DAY_MS;
    const wanted = page
      .filter((key) => isOld(key.id) && this.#verdict(key, at, thresholds) !== undefined)
      .map(({ id }) => id);
    if (wanted.length === 0) return true;
    const found = await this.#feed.lastCalls(wanted, at);
    if (found === undefined) return false;
    for (const id of wanted) {
      this.#lastCalls.delete(id);
      this.#lookedUpUntil.set(id, at.getTime());
    }
    for (const [id, time] of found) this.#lastCalls.set(id, time);
    return true;
  }
}

/** Counts keys that nobody uses. */
class UnusedTally {
  #keys: UnusedKeys = { userCount: 0, usernames: [], earliest: null };

  get keys(): UnusedKeys {
    return this.#keys;
  }

  add({ username }: KeyEntry, time: Date | null): void {
    const { userCount, usernames, earliest } = this.#keys;
    this.#keys = {
      userCount: userCount + 1,
      usernames: usernames.length < MOST_NAMES ? [...usernames, username] : usernames,
      earliest: earliest === null || (time !== null && time < earliest) ? time : earliest,
    };
  }
}
