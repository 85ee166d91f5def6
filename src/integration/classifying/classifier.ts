import { clockOf } from '../../store/checks/options.ts';
import type { Store } from '../../store/store.ts';
import {
  type ClassifiedProduct,
  checkProduct,
  checkProducts,
  type Outcome,
  type ProductToClassify,
} from './classification.ts';
import { ClassificationCache, type Look, UNREADABLE } from './classification-cache.ts';
import { limitConcurrency } from './concurrency.ts';
import { type Classify, ProductAnswers } from './product-answers.ts';
import { ProductKeys } from './product-keys.ts';
import { ProductTurns } from './product-turns.ts';
import { SharedWork, untilAborted } from './shared-work.ts';

/** Options for caching classifications. */
export interface CachedClassifierOptions {
  /** Age from which a success is classified again, in milliseconds, to the second (never unless given). */
  readonly maxAgeMs?: number;
  /** After what time a `failed` or `partial` entry is classified again, in milliseconds, to the second (10 minutes unless given). */
  readonly retryAfterMs?: number;
  /** Number of products of one batch that are classified at the same time (4 unless given). */
  readonly concurrency?: number;
  /** Sees to it that of all processes on the database only one at a time asks about a product (true unless given). */
  readonly acrossProcesses?: boolean;
  /** Told where the cache could not be read or written; the answer is given all the same. */
  readonly onError?: (error: unknown) => void;
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
}

/** Outcome of one product of a batch that is not stored yet, and the signal of the work that led to it. */
interface Found {
  readonly product: ProductToClassify;
  readonly outcome: Outcome;
  readonly signal: AbortSignal;
}

/** Parts of a store that a classifier needs. */
export type ClassifierStore = Pick<Store, 'products'> & Partial<Pick<Store, 'leases'>>;

const RETRY_AFTER_MS = 10 * 60_000;
const CONCURRENCY = 4;
const STORE_EVERY_MS = 2_000;

/** Classifies products, each one once, with the cache before and behind it. */
export class Classifier {
  readonly #cache: ClassificationCache;
  readonly #concurrency: number;
  readonly #turns: ProductTurns;
  readonly #keys: ProductKeys;
  readonly #answers: ProductAnswers;
  /** Classifications in progress, by product id and by description. */
  readonly #flights = new Map<string, SharedWork<Outcome>>();

  constructor({ products, leases }: ClassifierStore, classify: Classify, options: CachedClassifierOptions) {
    const { concurrency = CONCURRENCY, retryAfterMs = RETRY_AFTER_MS, onError } = options;
    const now = clockOf(options, 'cachedClassifier');
    this.#cache = new ClassificationCache(products, { maxAgeMs: options.maxAgeMs, retryAfterMs, onError, now });
    this.#turns = new ProductTurns({ leases: options.acrossProcesses === false ? undefined : leases, onError });
    this.#keys = new ProductKeys(products.hash);
    const [cache, turns, keys] = [this.#cache, this.#turns, this.#keys];
    this.#answers = new ProductAnswers({ cache, turns, keys, classify, retryAfterMs, onError, now });
    this.#concurrency = concurrency;
  }

  async classify(product: ProductToClassify, signal: AbortSignal | undefined): Promise<ClassifiedProduct> {
    checkProduct(product);
    signal?.throwIfAborted();
    const known = this.#flightOf(product);
    const { flight, stored } = known === undefined ? this.#launch(product) : { flight: known, stored: undefined };
    const { product: classified, failure } = await flight.join(signal);
    if (stored !== undefined) await untilAborted(stored, signal);
    if (failure !== undefined) throw failure.error;
    return { ...classified, productId: product.productId };
  }

  async classifyMany(
    products: readonly ProductToClassify[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ClassifiedProduct[]> {
    checkProducts(products);
    signal?.throwIfAborted();
    const { flights, stored } = this.#launchMany(products);
    const outcomes = await Promise.all(flights.map((flight) => flight.join(signal)));
    await untilAborted(stored, signal);
    return outcomes.map(({ product, failure }, index) => ({
      ...product,
      productId: products[index]?.productId ?? product.productId,
      ...failure,
    }));
  }

  #launch(product: ProductToClassify) {
    const flight = new SharedWork(async (signal) =>
      this.#answers.answer(product, await this.#cache.look(product), {
        signal,
        run: (work) => work(),
        storeFound: async () => undefined,
      }),
    );
    const stored = flight.promise.then(
      (outcome) => this.#cache.store([outcome]),
      () => undefined,
    );
    // It stays known until it is stored, or somebody could find it in neither place.
    this.#keepUntil(stored, product, flight);
    return { flight, stored };
  }

  /** Launches those that are not on their way; what they find is stored together when the last of them has ended. */
  #launchMany(products: readonly ProductToClassify[]) {
    const limited = limitConcurrency(this.#concurrency);
    const { promise: stored, resolve } = Promise.withResolvers<void>();
    const own: SharedWork<Outcome>[] = [];
    const lookedFor: ProductToClassify[] = [];
    const looks = Promise.withResolvers<readonly Promise<Look>[]>();
    const found: Found[] = [];
    let storedAtMs = performance.now();
    const storeFound = async () => {
      storedAtMs = performance.now();
      const some = found.splice(0);
      await this.#cache.store(some.map(({ outcome }) => outcome));
      for (const { product, signal } of some) this.#turns.end(this.#keys.turnOf(product), signal);
    };
    const flights = products.map((product) => {
      const known = this.#flightOf(product);
      if (known !== undefined) return known;
      const place = lookedFor.push(product) - 1;
      const flight = new SharedWork(async (signal) => {
        const look = (await (await looks.promise)[place]) ?? UNREADABLE;
        const outcome = await this.#answers.answer(product, look, { signal, run: limited, storeFound });
        found.push({ product, outcome, signal });
        // What was paid for is not lost with the process, and those who wait for it elsewhere do not wait for the whole batch.
        if (performance.now() - storedAtMs > STORE_EVERY_MS) await storeFound();
        return outcome;
      });
      this.#keepUntil(stored, product, flight);
      own.push(flight);
      return flight;
    });
    looks.resolve(this.#cache.lookAll(lookedFor));
    Promise.allSettled(own.map(({ promise }) => promise))
      .then(storeFound)
      .then(resolve);
    return { flights, stored };
  }

  #flightOf(product: ProductToClassify): SharedWork<Outcome> | undefined {
    const flights = this.#keys.of(product).map((key) => this.#flights.get(key));
    return flights.find((flight) => flight !== undefined && !flight.signal.aborted);
  }

  #keepUntil(end: Promise<unknown>, product: ProductToClassify, flight: SharedWork<Outcome>): void {
    const keys = this.#keys.of(product);
    for (const key of keys) this.#flights.set(key, flight);
    const forget = () => {
      for (const key of keys) if (this.#flights.get(key) === flight) this.#flights.delete(key);
      this.#turns.end(this.#keys.turnOf(product), flight.signal);
    };
    end.then(forget, forget);
  }
}
