import type { ClassifiedProduct } from './classification.ts';

type Failed = Pick<ClassifiedProduct, 'productId' | 'classifiedAt'>;

const MOST = 1_000;

/** What the classifier threw for the products that failed last, so that whoever asks again is told the same. */
export class RememberedFailures {
  readonly #errors = new Map<string, { readonly error: unknown }>();

  /** Keeps what was thrown for a product. */
  add(product: Failed, failure: { readonly error: unknown }): void {
    this.#errors.set(nameOf(product), failure);
    const [oldest] = this.#errors.keys();
    if (this.#errors.size > MOST && oldest !== undefined) this.#errors.delete(oldest);
  }

  /** What was thrown when this entry was made, where that is still known. */
  get(product: Failed): { readonly error: unknown } | undefined {
    return this.#errors.get(nameOf(product));
  }
}

function nameOf({ productId, classifiedAt }: Failed): string {
  return `${classifiedAt?.getTime()} ${productId}`;
}
