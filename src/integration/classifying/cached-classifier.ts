import { aFunction, demand, fields, must, optional, signal, wholeFrom, yesOrNo } from '../../store/checks/options.ts';
import { answerCaller, forPrograms, ofOurs } from '../../store/for-caller.ts';
import type { ClassifiedProduct, ProductToClassify } from './classification.ts';
import { type CachedClassifierOptions, Classifier, type ClassifierStore } from './classifier.ts';
import type { Classify } from './product-answers.ts';

const STORE = must(
  'what openStore gives, awaited',
  (store) => typeof store === 'object' && store !== null && 'products' in store,
);
const OPTIONS = fields<CachedClassifierOptions>({
  maxAgeMs: optional(wholeFrom(0)),
  retryAfterMs: optional(wholeFrom(0)),
  concurrency: optional(wholeFrom(1)),
  acrossProcesses: optional(yesOrNo),
  onError: optional(aFunction()),
  now: optional(aFunction()),
});
const WAITING = fields<{ readonly signal?: AbortSignal }>({ signal: optional(signal) });

/** A classifier behind a cache. Both functions throw a PresentsError that names the field where a product is not as it should be. */
export interface CachedClassifier {
  /**
   * Returns the cached entry of the product, by its id, else by its description; without one, asks the classifier, once
   * however many wait. Its error is stored as failed and rethrown, now and until the product is classified again.
   */
  classify(product: ProductToClassify, options?: { readonly signal?: AbortSignal }): Promise<ClassifiedProduct>;
  /**
   * The same for many, in their order. What had to be classified is stored together, of a long batch every two seconds; a product whose classification
   * threw is `failed` and has the `error`, and the others are not lost by it.
   */
  classifyMany(
    products: readonly ProductToClassify[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly ClassifiedProduct[]>;
}

/**
 * Puts the store's cache before a classifier: a product is asked about once, however many callers want it, and answered from the
 * cache from then on; what failed is asked again after `retryAfterMs` (ten minutes unless given).
 *
 * @throws PresentsError `invalid`, with the `field`, where the store, the classifier or an option is not as it must be. What the
 * classifier throws is thrown by `classify`.
 * @example
 * const classifier = cachedClassifier(store, async ({ description }) => ({ itemMainCategory: await askModel(description) }));
 * const { itemMainCategory, isCached } = await classifier.classify({ productId: 'B1', description: 'A brown teddy bear' });
 */
export function cachedClassifier(
  store: ClassifierStore,
  classify: Classify,
  options: CachedClassifierOptions = {},
): CachedClassifier {
  const classifier = answerCaller(cachedClassifier, () => {
    demand(STORE, store, { name: 'cachedClassifier', field: 'store' });
    demand(aFunction(), classify, { name: 'cachedClassifier', field: 'classify' });
    demand(OPTIONS, options, { name: 'cachedClassifier', field: 'options' });
    return new Classifier(store, classify, options);
  });
  return {
    classify: forPrograms<Parameters<CachedClassifier['classify']>, ClassifiedProduct>(
      async (product, options = {}) => {
        demand(WAITING, options, { name: 'classify', field: 'options' });
        return classifier.classify(product, options.signal);
      },
      ofOurs,
    ),
    classifyMany: forPrograms<Parameters<CachedClassifier['classifyMany']>, readonly ClassifiedProduct[]>(
      async (products, options = {}) => {
        demand(WAITING, options, { name: 'classifyMany', field: 'options' });
        return classifier.classifyMany(products, options.signal);
      },
      ofOurs,
    ),
  };
}
