import type { ClassifiedProduct } from './classification.ts';

/** Error of a classification, and when it was thrown, in milliseconds since 1970. */
export interface RememberedFailure {
  readonly error: unknown;
  readonly atMs: number;
}

type Failed = Pick<ClassifiedProduct, 'productId' | 'classifiedAt'>;

const MOST = 1_000;

/** Errors that the classifier threw for the latest failed products, to repeat to later callers. */
export class RememberedFailures {
  readonly #errors = new Map<string, RememberedFailure>();

  /** Keeps what was thrown for a product. */
  add(product: Failed, failure: RememberedFailure): void {
    this.#errors.set(nameOf(product), failure);
    const [oldest] = this.#errors.keys();
    if (this.#errors.size > MOST && oldest !== undefined) this.#errors.delete(oldest);
  }

  /** Returns the error that led to this entry, or to its staying as it is, if it is still known. */
  get(product: Failed): RememberedFailure | undefined {
    return this.#errors.get(nameOf(product));
  }
}

function nameOf({ productId, classifiedAt }: Failed): string {
  return `${classifiedAt?.getTime()} ${productId}`;
}
