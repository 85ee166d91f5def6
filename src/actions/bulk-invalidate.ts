import type { CachedProduct, Invalidation } from '../model/product.ts';
import type { BulkAction } from './bulk.ts';
import { invalidate } from './invalidate.ts';

/** Marks many cached classifications so that they are never answered again. */
export const invalidateMany: BulkAction<string, CachedProduct, Invalidation> = {
  action: invalidate,
  verb: 'Invalidate',
  done: 'Invalidated',
  one: 'entry',
  many: 'entries',
  already: 'already invalidated',
  undone: 'as before again',
  consequence: 'The API will classify these products again the next time it is asked for them.',
  nameOf: ({ productId }) => productId,
  refOf: ({ productId }) => productId,
};
