import type { ProductRef } from '../../model/product.ts';
import { isBlankText } from '../../text/blank-text.ts';
import { hashDescription } from './keys.ts';

/** The keys that an entry is looked for by: its id, then the hash of its description, if that says anything. */
export interface ProductKeys {
  readonly productId: string;
  readonly descriptionHash: string | null;
}

/** The keys of a product. */
export function productKeys(product: ProductRef): ProductKeys {
  const { productId, description = null } = typeof product === 'string' ? { productId: product } : product;
  const isDescribed = description !== null && !isBlankText(description);
  return { productId, descriptionHash: isDescribed ? hashDescription(description) : null };
}
