import type { CachedProduct } from '../../model/product.ts';
import type { Store } from '../../store/store.ts';
import { report } from '../report.ts';
import type { Outcome, ProductToClassify } from './classification.ts';

/** Access to the cache. */
export interface ClassificationCacheOptions {
  readonly retryAfterMs: number;
  readonly now: () => Date;
  readonly onError: ((error: unknown) => void) | undefined;
}

/** Cached result for a product, if the cache could be read. */
export interface Look {
  readonly cached: CachedProduct | undefined;
  readonly isCacheReadable: boolean;
}

/** The store's cache as a classifier uses it: what goes wrong with it is reported, and costs no answer. */
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
      const entry = success ?? (await this.#products.findAny(productId, description));
      const isGood = entry !== undefined && (entry === success || this.#isToWait(entry));
      return { cached: isGood ? entry : undefined, isCacheReadable: true };
    } catch (error) {
      this.#report(error);
      return { cached: undefined, isCacheReadable: false };
    }
  }

  /** Stores what was found, in one transaction. */
  async store(outcomes: readonly Outcome[]): Promise<void> {
    const entries = outcomes.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    if (entries.length === 0) return;
    try {
      await this.#products.putMany(entries);
    } catch (error) {
      this.#report(error);
    }
  }

  #isToWait({ classificationStatus, classifiedAt }: CachedProduct): boolean {
    if (classificationStatus !== 'failed' && classificationStatus !== 'partial') return false;
    const ageMs = this.#options.now().getTime() - (classifiedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
    return Math.abs(ageMs) < this.#options.retryAfterMs;
  }

  #report(error: unknown): void {
    report(() => this.#options.onError?.(error));
  }
}
