import { invalidateMany } from '../../../actions/bulk-invalidate.ts';
import type { Page } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { useServices } from '../../context/services.tsx';
import { useBulk } from '../../context/use-bulk.ts';
import type { ListView } from '../../context/use-list-view.ts';
import { marksOf } from '../../context/use-marking.ts';
import type { LiveList } from '../../list/use-list.ts';

/** The function that invalidates all marked entries. */
export function useMarkedEntries(
  list: LiveList<CachedProduct, Page<CachedProduct>>,
  { filter, sort, descending }: Pick<ListView<ProductSort>, 'filter' | 'sort' | 'descending'>,
): () => void {
  const { store, databaseWords } = useServices();
  const bulk = useBulk();
  return () =>
    bulk({
      marks: marksOf(list),
      ask: (place) => store.products.list({ ...place, filter, sort, descending }),
      find: async (id) => {
        const place = { filter: '', sort: 'product', descending: false, offset: 0, limit: 1, anchorId: id } as const;
        const { rows } = await store.products.list(place);
        return rows.find((row) => row.id === id);
      },
      choose: () => invalidateMany,
      commandOf: ({ action: { command = '' } }, products) =>
        presentsCommand(
          databaseWords,
          command,
          products.map(({ productId }) => productId),
        ),
    });
}
