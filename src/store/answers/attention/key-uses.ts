import { setImmediate as nextTurn } from 'node:timers/promises';
import { type UnusedKeys, unusedKey, unusedKeysLine } from '../../../insight/attention/key-lines.ts';
import type { AttentionLine } from '../../../model/attention.ts';
import type { Id } from '../../../model/id.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { AttentionFeed, KeyEntry } from './attention-feed.ts';

const MOST_NAMES = 3;

/** Findings about the keys of all users. */
export interface KeyLook {
  readonly lines: readonly AttentionLine[];
  readonly userIds: readonly Id[];
  readonly inactiveIds: ReadonlySet<Id>;
  readonly activeCount: number;
  /** False if the last calls of users are not known without reading the whole log. */
  readonly isKnown: boolean;
}

/** The uses of keys. Whoever was seen to call is not looked up again before that is long ago. */
export class KeyUses {
  readonly #feed: Pick<AttentionFeed, 'keysAfter' | 'lastCalls'>;
  readonly #lastCalls = new Map<Id, Date>();

  constructor(feed: Pick<AttentionFeed, 'keysAfter' | 'lastCalls'>) {
    this.#feed = feed;
  }

  /** Looks at all keys, some users at a time. */
  async *look(at: Date, thresholds: AttentionThresholds): AsyncGenerator<undefined, KeyLook> {
    const unused = { 'never used': new UnusedTally(), idle: new UnusedTally() };
    const userIds: Id[] = [];
    const inactiveIds = new Set<Id>();
    let isKnown = true;
    for (let page = await this.#feed.keysAfter(null); page.length > 0; ) {
      isKnown &&= await this.#lookUp(page, at, thresholds);
      for (const key of page) {
        userIds.push(key.id);
        if (!key.isActive) inactiveIds.add(key.id);
        const verdict = isKnown ? this.#verdict(key, at, thresholds) : undefined;
        if (verdict !== undefined) unused[verdict].add(key, this.#lastCalls.get(key.id) ?? key.createdAt);
      }
      yield undefined;
      await nextTurn();
      page = await this.#feed.keysAfter(page.at(-1)?.id ?? null);
    }
    const lines = (['never used', 'idle'] as const).flatMap(
      (kind) => unusedKeysLine(kind, unused[kind].keys, thresholds) ?? [],
    );
    return { lines, userIds, inactiveIds, activeCount: userIds.length - inactiveIds.size, isKnown };
  }

  #verdict(key: KeyEntry, at: Date, thresholds: AttentionThresholds) {
    return unusedKey({ ...key, lastCallAt: this.#lastCalls.get(key.id) ?? null }, at, thresholds);
  }

  /** Looks up who would count as unused by what is known; false if nobody can tell. */
  async #lookUp(page: readonly KeyEntry[], at: Date, thresholds: AttentionThresholds): Promise<boolean> {
    const wanted = page.filter((key) => this.#verdict(key, at, thresholds) !== undefined).map(({ id }) => id);
    if (wanted.length === 0) return true;
    const found = await this.#feed.lastCalls(wanted, at);
    if (found === undefined) return false;
    for (const id of wanted) this.#lastCalls.delete(id);
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
