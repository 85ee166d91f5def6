import { PresentsError } from '../../model/presents-error.ts';
import {
  type CachedProduct,
  type NewClassification,
  type ProductAttributes,
  TEXT_ATTRIBUTES,
} from '../../model/product.ts';
import { isBlankText } from '../../text/blank-text.ts';

/** A product as it comes to be classified. */
export interface ProductToClassify {
  /** Id of the product, not empty. */
  readonly productId: string;
  /** Description that the classifier sees. */
  readonly description: string;
}

/** Answer of a classifier for a product: `success` unless it says otherwise. */
export interface Classification extends Partial<ProductAttributes> {
  /** Status to store (`success` unless given). */
  readonly classificationStatus?: 'success' | 'partial' | 'failed';
  /** Id of the conversation with the model, if there is one. */
  readonly threadId?: string | null;
  /** Id of the run within the conversation, if there is one. */
  readonly runId?: string | null;
}

/** A product with what is known of it, its status to be looked at: `failed` has no attributes, `partial` some. */
export interface ClassifiedProduct extends ProductAttributes {
  /** Id of the product. */
  readonly productId: string;
  /** Status: `success`, `partial`, `failed`, or what another program wrote. */
  readonly classificationStatus: string;
  /** Id of the conversation that the classifier answered in; null if there is none. */
  readonly threadId: string | null;
  /** Id of the run within the conversation; null if there is none. */
  readonly runId: string | null;
  /** Time of the classification, to the second; null if the cache holds no readable time. */
  readonly classifiedAt: Date | null;
  /** True when the answer came from the cache and nothing was classified now. */
  readonly isCached: boolean;
  /** Reason why a `failed` product has no attributes, in the answer for many products. */
  readonly error?: unknown;
}

/** Outcome of classifying one product; `entry` is the record to store. */
export interface Outcome {
  readonly product: ClassifiedProduct;
  readonly entry?: NewClassification | undefined;
  readonly failure?: { readonly error: unknown };
}

const TEXTS = [...TEXT_ATTRIBUTES, 'threadId', 'runId'] as const;
const ATTRIBUTES: readonly (keyof ProductAttributes)[] = [...TEXT_ATTRIBUTES, 'valuePrice'];
const KNOWN: readonly string[] = [...TEXTS, 'valuePrice', 'classificationStatus'];

const LONGEST_NAME = 100;

const STATUSES: readonly unknown[] = ['success', 'partial', 'failed'];

/** Throws a PresentsError that names the field of a product which is not as it should be. */
export function checkProducts(products: readonly ProductToClassify[]): void {
  if (!Array.isArray(products)) throw refused('products', 'must be a list');
  for (const product of products) checkProduct(product);
}

/** Throws a PresentsError that names the field which is not as it should be. */
export function checkProduct(product: ProductToClassify): void {
  if (typeof product !== 'object' || product === null) throw refused('product', 'must be an object');
  const { productId, description } = product;
  if (typeof productId !== 'string') throw refused('productId', 'must be a string');
  if (productId === '') throw refused('productId', 'is empty');
  if (typeof description !== 'string') throw refused('description', 'must be a string');
}

/** Turns a cached record into an answer; a failure without any attribute gets its error. */
export function cachedOutcome(cached: CachedProduct, remembered?: { readonly error: unknown }): Outcome {
  const { id: _id, productHash: _hash, rawDescription: _description, ...product } = cached;
  const outcome = { product: { ...product, isCached: true } };
  return isBareFailure(cached) ? { ...outcome, failure: remembered ?? { error: failedBefore(cached) } } : outcome;
}

/** True when a classification failed without any attribute, so that an error is the only possible answer. */
export function isBareFailure(product: ProductAttributes & { readonly classificationStatus: string }): boolean {
  return product.classificationStatus === 'failed' && !hasAttributes(product);
}

function failedBefore({
  productId,
  classifiedAt,
}: Pick<ClassifiedProduct, 'productId' | 'classifiedAt'>): PresentsError {
  const time = classifiedAt === null ? '' : ` at ${classifiedAt.toISOString()}`;
  const nextStep = 'It is classified again when `retryAfterMs` have gone by.';
  return new PresentsError(`The classification of product “${productId}” failed${time}.`, {
    code: 'unavailable',
    nextStep,
  });
}

/** The error of a classification that says less than the old one, which stays. */
export function notRenewed({ productId, classificationStatus }: ClassifiedProduct): PresentsError {
  return new PresentsError(
    `The new classification of product “${productId}” is ${classificationStatus}; the old one stays.`,
    {
      code: 'unavailable',
      nextStep: 'It is classified again when `retryAfterMs` have gone by.',
    },
  );
}

/** Turns a classifier's result into an answer and a record. Throws a PresentsError that names a field of the wrong type. */
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
  const product = { ...facts, classifiedAt, isCached: false };
  const outcome = { product, entry: { ...facts, description } };
  return isBareFailure(product) ? { ...outcome, failure: { error: failedBefore(product) } } : outcome;
}

/** Turns a classifier's error into an answer and a record, with the thread and run that the error names. */
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
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    throw refused('classification', 'must be an object of attributes');
  }
  const { classificationStatus: status = 'success', valuePrice = null } = said;
  if (!STATUSES.includes(status)) throw refused('classificationStatus', 'must be success, partial or failed');
  if (valuePrice !== null && !Number.isFinite(valuePrice)) {
    throw refused('valuePrice', `must be a number, such as 12.5, not ${told(valuePrice)}`);
  }
  for (const field of TEXTS) {
    const value = said[field] ?? null;
    if (value !== null && typeof value !== 'string') throw refused(field, `must be a string, not ${told(value)}`);
  }
  checkNames(said);
  if (status === 'success' && !hasAttributes(said)) {
    throw refused('classification', `holds none of the attributes ${ATTRIBUTES.join(', ')}`);
  }
}

/** True when anything is known of a product: a model that has to fill in all of a schema leaves texts empty. */
export function hasAttributes(attributes: Partial<ProductAttributes>): boolean {
  const values = ATTRIBUTES.map((attribute) => attributes[attribute] ?? '');
  return values.some((value) => typeof value !== 'string' || !isBlankText(value));
}

// What would be left out is lost for good, and a classifier is paid for.
function checkNames(said: Classification): void {
  const name = Object.keys(said).find((key) => !KNOWN.includes(key));
  if (name === undefined) return;
  const meant = KNOWN.find((known) => known.toLowerCase() === name.toLowerCase().replace(/[^a-z]/g, ''));
  const names = KNOWN.join(', ');
  throw refused(
    name.slice(0, LONGEST_NAME),
    meant === undefined ? `is none of ${names}` : `is not the name of an attribute; it is spelt ${meant}`,
  );
}

function told(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `the text “${value.slice(0, 40)}”`;
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function refused(field: string, why: string): PresentsError {
  const message = `The product was not classified: ${field} ${why}.`;
  return new PresentsError(message, { code: 'invalid', nextStep: 'Correct it and classify again.', field });
}
