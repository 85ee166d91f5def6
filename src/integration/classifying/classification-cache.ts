import { setImmediate as nextTurn } from 'node:timers/promises';
import { isClosed, PresentsError } from '../../model/presents-error.ts';
import type { CachedProduct, NewClassification } from '../../model/product.ts';
import type { Store } from '../../store/store.ts';
import { report } from '../report.ts';
import type { Outcome, ProductToClassify } from './classification.ts';

/** Access to the cache. */
export interface ClassificationCacheOptions {
  /** Age from which a success is classified again; undefined for never. */
  readonly maxAgeMs: number | undefined;
  readonly retryAfterMs: number;
  readonly now: () => Date;
  readonly onError: ((error: unknown) => void) | undefined;
}

/** Cached result for a product, if the cache could be read. */
export interface Look {
  readonly cached: CachedProduct | undefined;
  /** A success that is too old, to be answered where the product cannot be classified again. */
  readonly stale?: CachedProduct | undefined;
  readonly isCacheReadable: boolean;
}

// Of a large batch only so many are looked up in one turn of the event loop.
const LOOKS_A_TURN = 200;
/** The result for a product where the cache cannot be read. */
export const UNREADABLE: Look = { cached: undefined, isCacheReadable: false };

/** The store's cache as a classifier uses it: what goes wrong with it is reported, and costs no answer, until it is closed. */
export class ClassificationCache {
  readonly #products: Store['products'];
  readonly #options: ClassificationCacheOptions;

  constructor(products: Store['products'], options: ClassificationCacheOptions) {
    this.#products = products;
    this.#options = options;
  }

  /** Returns the cached result for a product that does not need to be classified again yet. */
  async look({ productId, description }: ProductToClassify): Promise<Look> {
    try {
      const success = await this.#products.find(productId, description);
      return this.#judge(success, success ?? (await this.#products.findAny(productId, description)));
    } catch (error) {
      this.#goOnWithout(error);
      return UNREADABLE;
    }
  }

  /** The same for many, in their order, some hundred in one question; each is known as soon as its question is answered. */
  lookAll(products: readonly ProductToClassify[]): readonly Promise<Look>[] {
    let turn: Promise<unknown> = Promise.resolve();
    const looks: Promise<Look>[] = [];
    for (let start = 0; start < products.length; start += LOOKS_A_TURN) {
      const some = products.slice(start, start + LOOKS_A_TURN);
      const found = turn.then(() => this.#lookTogether(some));
      turn = found.then(
        () => nextTurn(),
        () => undefined,
      );
      looks.push(...some.map((_, index) => found.then((all) => all[index] ?? UNREADABLE)));
    }
    return looks;
  }

  async #lookTogether(products: readonly ProductToClassify[]): Promise<readonly Look[]> {
    try {
      const successes = await this.#products.getMany(products, { successfulOnly: true });
      const others = products.filter((_, index) => successes[index] === undefined);
      const entries = others.length === 0 ? [] : await this.#products.getMany(others);
      const entryOf = new Map(others.map((product, index) => [product, entries[index]]));
      return products.map((product, index) => this.#judge(successes[index], entryOf.get(product)));
    } catch (error) {
      this.#goOnWithout(error);
      return products.map(() => UNREADABLE);
    }
  }

  #judge(success: CachedProduct | undefined, entry: CachedProduct | undefined): Look {
    if (success === undefined) {
      return { cached: entry !== undefined && this.#isToWait(entry) ? entry : undefined, isCacheReadable: true };
    }
    return this.#isTooOld(success)
      ? { cached: undefined, stale: success, isCacheReadable: true }
      : { cached: success, isCacheReadable: true };
  }

  /** Stores what was found, in one transaction; where the database cannot hold one of the products, all others. */
  async store(outcomes: readonly Outcome[]): Promise<void> {
    const entries = outcomes.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    if (entries.length > 0) await this.#put(entries);
  }

  async #put(entries: readonly NewClassification[]): Promise<void> {
    try {
      await this.#products.putMany(entries);
    } catch (error) {
      const isOfOne = error instanceof PresentsError && error.code === 'invalid';
      if (!isOfOne || entries.length === 1) return this.#report(error);
      const half = Math.ceil(entries.length / 2);
      await this.#put(entries.slice(0, half));
      await this.#put(entries.slice(half));
    }
  }

  // One whose age nobody can know may be older than anything.
  #isTooOld({ classifiedAt }: CachedProduct): boolean {
    const { maxAgeMs, now } = this.#options;
    return maxAgeMs !== undefined && !(now().getTime() - (classifiedAt?.getTime() ?? Number.NaN) < maxAgeMs);
  }

  #isToWait({ classificationStatus, classifiedAt }: CachedProduct): boolean {
    if (classificationStatus !== 'failed' && classificationStatus !== 'partial') return false;
    const ageMs = this.#options.now().getTime() - (classifiedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
    return Math.abs(ageMs) < this.#options.retryAfterMs;
  }

  // Once the program has closed the store, what is found could not be kept.
  #goOnWithout(error: unknown): void {
    if (isClosed(error)) throw error;
    this.#report(error);
  }

  #report(error: unknown): void {
    report(() => this.#options.onError?.(error));
  }
}
