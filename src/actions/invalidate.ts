import type { CachedProduct, Invalidation } from '../model/product.ts';
import { type Action, shownName } from './action.ts';

/** Marks a cached classification so that it is never answered again. */
export const invalidate: Action<string, Pick<CachedProduct, 'productId' | 'classificationStatus'>, Invalidation> = {
  grade: 'undoable',
  command: 'product invalidate',
  undoneBy: 'product restore',
  summary: 'have a product classified again',
  unavailable: ({ classificationStatus }) =>
    classificationStatus === 'invalidated' ? 'This entry is invalidated already.' : undefined,
  question: ({ productId }) => ({
    title: `Invalidate ${shownName(productId)}?`,
    consequences: ['The API will classify this product again the next time it is asked for.'],
  }),
  run: (store, productId) => store.products.invalidate(productId),
  report: ({ productId }) => ({ tone: 'good', text: `Invalidated ${shownName(productId)}.`, hasChanged: true }),
  undo: async (store, productId, { previousStatus }) => {
    await store.products.restore(productId, previousStatus);
    return `Undone: ${shownName(productId)} is ${shownName(previousStatus)} again.`;
  },
};
