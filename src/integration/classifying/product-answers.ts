import type { CachedProduct } from '../../model/product.ts';
import { report } from '../report.ts';
import {
  type Classification,
  cachedOutcome,
  failedOutcome,
  freshOutcome,
  notRenewed,
  type Outcome,
  type ProductToClassify,
} from './classification.ts';
import { type ClassificationCache, type Look, UNREADABLE } from './classification-cache.ts';
import type { ProductKeys } from './product-keys.ts';
import type { ProductTurns } from './product-turns.ts';
import { RememberedFailures } from './remembered-failures.ts';
import { untilAborted } from './shared-work.ts';

/** Asks the classifier itself about a product; the signal is aborted when nobody waits for the answer any more. */
export type Classify = (
  product: ProductToClassify,
  options: { readonly signal: AbortSignal },
) => Promise<Classification>;

/** Way of asking about a product: with what nobody must wait for, and when. */
interface Attempt {
  readonly signal: AbortSignal;
  /** Runs the question, now or when there is room. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Stores what was found so far: another process may wait for it, while this one waits for that. */
  readonly storeFound: () => Promise<void>;
}

/** Parts that answers are made of. */
export interface ProductAnswersOptions {
  readonly cache: ClassificationCache;
  readonly turns: ProductTurns;
  readonly keys: ProductKeys;
  readonly classify: Classify;
  readonly retryAfterMs: number;
  readonly onError: ((error: unknown) => void) | undefined;
  readonly now: () => Date;
}

/** Answers about products, one at a time: what the cache holds, else what the classifier says. */
export class ProductAnswers {
  readonly #cache: ClassificationCache;
  readonly #turns: ProductTurns;
  readonly #keys: ProductKeys;
  readonly #classify: Classify;
  readonly #retryAfterMs: number;
  readonly #onError: ProductAnswersOptions['onError'];
  readonly #now: () => Date;
  readonly #failures = new RememberedFailures();

  constructor({ cache, turns, keys, classify, retryAfterMs, onError, now }: ProductAnswersOptions) {
    this.#cache = cache;
    this.#turns = turns;
    this.#keys = keys;
    this.#classify = classify;
    this.#retryAfterMs = retryAfterMs;
    this.#onError = onError;
    this.#now = now;
  }

  /** Answers from the cache, or as soon as it is this process's turn from the classifier. */
  async answer(product: ProductToClassify, look: Look, attempt: Attempt): Promise<Outcome> {
    const { cached, stale } = look;
    if (cached !== undefined) return this.#known(cached);
    if (stale !== undefined && this.#failedLately(stale)) return cachedOutcome(stale);
    const { signal, storeFound: beforePause } = attempt;
    // In the pauses there is room for others.
    return this.#turns.wait({
      signal,
      attempt: () => attempt.run(() => this.#inTurn(product, look, signal)),
      beforePause,
    });
  }

  /** Asks if it is this process's turn, or answers what another one has found; undefined if it is at it. */
  async #inTurn(product: ProductToClassify, look: Look, signal: AbortSignal): Promise<Outcome | undefined> {
    signal.throwIfAborted();
    const isOurs = await this.#turns.take(this.#keys.turnOf(product), signal);
    // While another process asks, what is too old is better than nothing.
    if (!isOurs && look.stale !== undefined) return cachedOutcome(look.stale);
    // Another process may have found it between the look before and this turn.
    const { cached } = this.#turns.areShared ? await this.#cache.look(product) : UNREADABLE;
    signal.throwIfAborted();
    if (cached !== undefined) return this.#known(cached);
    return isOurs ? this.#ask(product, look, signal) : undefined;
  }

  #known(cached: CachedProduct): Outcome {
    return cachedOutcome(cached, this.#failures.get(cached));
  }

  async #ask(product: ProductToClassify, { stale, isCacheReadable }: Look, signal: AbortSignal): Promise<Outcome> {
    const asking = this.#outcomeOf(product, signal);
    // What nobody waits for any more must not hold up others; what succeeds all the same was paid for.
    signal.addEventListener('abort', () => asking.then((late) => this.#cache.store(isSuccess(late) ? [late] : [])));
    const outcome = await untilAborted(asking, signal);
    if (stale !== undefined && !isSuccess(outcome)) return this.#keep(stale, outcome);
    // A failure must not take the place of what could not be seen.
    return isCacheReadable || isSuccess(outcome) ? outcome : { ...outcome, entry: undefined };
  }

  #failedLately(stale: CachedProduct): boolean {
    const failure = this.#failures.get(stale);
    return failure !== undefined && Math.abs(this.#now().getTime() - failure.atMs) < this.#retryAfterMs;
  }

  /** Answers with what was known: an old success says more than a new failure, or than a part. */
  #keep(stale: CachedProduct, { product, failure }: Outcome): Outcome {
    const error = failure?.error ?? notRenewed(product);
    this.#failures.add(stale, { error, atMs: this.#now().getTime() });
    report(() => this.#onError?.(error));
    return cachedOutcome(stale);
  }

  async #outcomeOf(product: ProductToClassify, signal: AbortSignal): Promise<Outcome> {
    try {
      return freshOutcome(product, await this.#classify(product, { signal }), this.#now());
    } catch (error) {
      const outcome = failedOutcome(product, error, this.#now());
      this.#failures.add(outcome.product, { error, atMs: this.#now().getTime() });
      return outcome;
    }
  }
}

function isSuccess({ product }: Outcome): boolean {
  return product.classificationStatus === 'success';
}
