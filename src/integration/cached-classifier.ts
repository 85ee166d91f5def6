import type { Store } from '../store/store.ts';
import type { ClassifiedProduct, ProductToClassify } from './classification.ts';
import { type CachedClassifierOptions, Classifier, type Classify } from './classifier.ts';

/** A classifier behind a cache. Both functions throw a UserError that names the field where a product is not as it should be. */
export interface CachedClassifier {
  /**
   * What the cache knows of the product by its id, else by its description; else what the classifier says, who is asked once
   * however many wait. What the classifier throws is stored as failed and thrown on, now and until it is classified again.
   */
  classify(product: ProductToClassify, options?: { readonly signal?: AbortSignal }): Promise<ClassifiedProduct>;
  /**
   * The same for many, in their order. What had to be classified is stored in one transaction; a product whose classification
   * threw is `failed` and has the `error`, and the others are not lost by it.
   */
  classifyMany(
    products: readonly ProductToClassify[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly ClassifiedProduct[]>;
}

/** Puts the store's cache before a classifier. */
export function cachedClassifier(
  store: Pick<Store, 'products'>,
  classify: Classify,
  options: CachedClassifierOptions = {},
): CachedClassifier {
  const classifier = new Classifier(store.products, classify, options);
  return {
    classify: (product, { signal } = {}) => classifier.classify(product, signal),
    classifyMany: (products, { signal } = {}) => classifier.classifyMany(products, signal),
  };
}
