import type { ClassifiedProduct } from './classification.ts';

type Failed = Pick<ClassifiedProduct, 'productId' | 'classifiedAt'>;

const MOST = 1_000;

/** Errors that the classifier threw for the latest failed products, to repeat to later callers. */
export class RememberedFailures {
  readonly #errors = new Map<string, { readonly error: unknown }>();

  /** Keeps what was thrown for a product. */
  add(product: Failed, failure: { readonly error: unknown }): void {
    this.#errors.set(nameOf(product), failure);
    const [oldest] = this.#errors.keys();
    if (this.#errors.size > MOST && oldest !== undefined) this.#errors.delete(oldest);
  }

  /** Returns the error that led to this entry, if it is still known. */
  get(product: Failed): { readonly error: unknown } | undefined {
    return this.#errors.get(nameOf(product));
  }
}

function nameOf({ productId, classifiedAt }: Failed): string {
  return `${classifiedAt?.getTime()} ${productId}`;
}
