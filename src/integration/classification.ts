import type { CachedProduct, NewClassification, ProductAttributes } from '../model.ts';
import { UserError } from '../user-error.ts';

/** A product as it comes to be classified. */
export interface ProductToClassify {
  readonly productId: string;
  readonly description: string;
}

/** What a classifier says of a product: `success` unless it says otherwise. */
export interface Classification extends Partial<ProductAttributes> {
  readonly classificationStatus?: 'success' | 'partial' | 'failed';
  readonly threadId?: string | null;
  readonly runId?: string | null;
}

/** A product with what is known of it, its status to be looked at: `failed` has no attributes, `partial` some. */
export interface ClassifiedProduct extends ProductAttributes {
  readonly productId: string;
  readonly classificationStatus: string;
  readonly threadId: string | null;
  readonly runId: string | null;
  /** When it was classified, to the second; null where the cache holds no time that can be read. */
  readonly classifiedAt: Date | null;
  /** Whether the cache answered, and nothing was classified now. */
  readonly isCached: boolean;
  /** What the classifier threw just now, in the answer for many. */
  readonly error?: unknown;
}

/** How the classification of one product ended; `entry` is what is to be stored of it. */
export interface Outcome {
  readonly product: ClassifiedProduct;
  readonly entry?: NewClassification | undefined;
  readonly failure?: { readonly error: unknown };
}

const TEXTS = [
  'itemMainCategory',
  'itemSubCategory',
  'color',
  'brand',
  'vendor',
  'targetDemographic',
  'utilityType',
  'durability',
  'usageType',
  'threadId',
  'runId',
] as const satisfies readonly (keyof Classification)[];

const STATUSES: readonly unknown[] = [undefined, 'success', 'partial', 'failed'];

/** Throws a UserError that names the field of a product which is not as it should be. */
export function checkProducts(products: readonly ProductToClassify[]): void {
  if (!Array.isArray(products)) throw refused('products', 'is no list');
  for (const product of products) checkProduct(product);
}

/** Throws a UserError that names the field which is not as it should be. */
export function checkProduct(product: ProductToClassify): void {
  if (typeof product !== 'object' || product === null) throw refused('product', 'is no object');
  const { productId, description } = product;
  if (typeof productId !== 'string') throw refused('productId', 'is no text');
  if (productId === '') throw refused('productId', 'is empty');
  if (typeof description !== 'string') throw refused('description', 'is no text');
}

/** What the cache holds, as the answer. */
export function cachedOutcome(cached: CachedProduct): Outcome {
  const { id: _id, productHash: _hash, rawDescription: _description, ...product } = cached;
  return { product: { ...product, isCached: true } };
}

/** What the classifier said, as the answer and as what is stored. Throws a UserError that names a field of the wrong type. */
export function freshOutcome(asked: ProductToClassify, said: Classification, now: Date): Outcome {
  checkClassification(said);
  const { productId, description } = asked;
  const facts = {
    productId,
    classificationStatus: said.classificationStatus ?? 'success',
    threadId: said.threadId ?? null,
    runId: said.runId ?? null,
    itemMainCategory: said.itemMainCategory ?? null,
    itemSubCategory: said.itemSubCategory ?? null,
    color: said.color ?? null,
    brand: said.brand ?? null,
    vendor: said.vendor ?? null,
    valuePrice: said.valuePrice ?? null,
    targetDemographic: said.targetDemographic ?? null,
    utilityType: said.utilityType ?? null,
    durability: said.durability ?? null,
    usageType: said.usageType ?? null,
  };
  // As the cache keeps it.
  const classifiedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return { product: { ...facts, classifiedAt, isCached: false }, entry: { ...facts, description } };
}

/** What the classifier threw, as the answer and as what is stored; its thread and run are kept where the error names them. */
export function failedOutcome(asked: ProductToClassify, error: unknown, now: Date): Outcome {
  const ids = { threadId: textOf(error, 'threadId'), runId: textOf(error, 'runId') };
  return { ...freshOutcome(asked, { ...ids, classificationStatus: 'failed' }, now), failure: { error } };
}

function textOf(error: unknown, field: 'threadId' | 'runId'): string | null {
  try {
    const value = typeof error === 'object' && error !== null ? Reflect.get(error, field) : null;
    return typeof value === 'string' ? value : null;
  } catch {
    // What was thrown may throw in its turn.
    return null;
  }
}

function checkClassification(said: Classification): void {
  if (typeof said !== 'object' || said === null) throw refused('classification', 'is no object');
  if (!STATUSES.includes(said.classificationStatus)) throw refused('classificationStatus', 'is none of its words');
  const { valuePrice = null } = said;
  if (valuePrice !== null && !Number.isFinite(valuePrice)) throw refused('valuePrice', 'is no number');
  for (const field of TEXTS) {
    const value = said[field] ?? null;
    if (value !== null && typeof value !== 'string') throw refused(field, 'is no text');
  }
}

function refused(field: string, why: string): UserError {
  const message = `The product was not classified: ${field} ${why}.`;
  return new UserError(message, { nextStep: 'Correct it and classify again.', field });
}
