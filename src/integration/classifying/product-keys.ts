import { isBlankText } from '../../text/blank-text.ts';
import type { ProductToClassify } from './classification.ts';

/** Names by which products are known while they are classified: those that the cache could not tell apart share one. */
export class ProductKeys {
  readonly #hash: (description: string) => string;

  /** Takes the hash by which the cache knows a description. */
  constructor(hash: (description: string) => string) {
    this.#hash = hash;
  }

  /** The names of a product: by its id, and by its description where that says anything. */
  of({ productId, description }: ProductToClassify): readonly string[] {
    const byId = `id ${productId}`;
    return isBlankText(description) ? [byId] : [byId, `hash ${this.#hash(description)}`];
  }

  /** The name of the turn at a product; all who may find it in the cache have the same. */
  turnOf(product: ProductToClassify): string {
    return `classify ${this.#hash(this.of(product).at(-1) ?? '')}`;
  }
}
