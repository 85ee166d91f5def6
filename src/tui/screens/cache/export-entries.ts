import type { CellContext, Column } from '../../../columns/column.ts';
import { productColumns } from '../../../columns/products.ts';
import type { Page } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { listSource } from '../../context/list-source.ts';
import { useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';

/** Offers the entries of the cache for files. */
export function useExportedEntries(
  isActive: boolean,
  list: LiveList<CachedProduct, Page<CachedProduct>>,
  {
    filter,
    sort,
    descending,
    columns,
    context,
  }: Pick<ListView<ProductSort>, 'filter' | 'sort' | 'descending'> & {
    readonly columns: readonly Column<CachedProduct>[];
    readonly context: CellContext;
  },
): void {
  const { store } = useServices();
  const options = [...(filter === '' ? [] : ['--filter', filter]), '--sort', sort, '--limit', 'all'];
  useExports(isActive, () => [
    listSource<CachedProduct, CachedProduct>(list, {
      name: 'cache',
      noun: { one: 'entry of the cache', many: 'entries of the cache' },
      // The command has one direction for each order.
      command: descending === (sort === 'classified') ? { path: 'product list', options } : undefined,
      columns,
      context,
      nameOf: ({ productId }) => ({ label: 'product id', text: productId }),
      complete: (product) => product,
      form: { columns: productColumns, document: (product) => product },
      ask: (place) => store.products.list({ ...place, filter, sort, descending }),
    }),
  ]);
}
