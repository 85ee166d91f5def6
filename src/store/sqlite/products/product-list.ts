import type { Id } from '../../../model/id.ts';
import type { Page, PageRequest } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { toId } from '../../answers/ids.ts';
import { arrange, inOrder, placePage, Recent, type SortKey } from '../../answers/pages.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds } from '../file/ids.ts';
import { PRODUCT_COLUMNS, type ProductRow, toProduct } from './product-rows.ts';

const ORDERS_KEPT = 4;

/** Reads the fields by which entries are sorted and filtered. */
export const PRODUCT_ENTRIES = `
  SELECT id, product_id, classification_status, item_main_category, classified_at, item_sub_category, color, brand,
    vendor, raw_description
  FROM product_attributes`;

/** Entries by their ids. */
export const PRODUCTS_BY_ID = `
  SELECT ${PRODUCT_COLUMNS} FROM product_attributes WHERE id IN (SELECT value FROM json_each(?))`;

/** Answers pages of all entries. */
export function createProductList({
  file,
}: StoreContext): (request: PageRequest<ProductSort>) => Promise<Page<CachedProduct>> {
  const orders = new Recent<Order>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending } = request;
    const version = file.version();
    return file.read((connection) => {
      const order = orders.get([version, filter, sort, descending], () => orderProducts(connection, request));
      const { ids, ...place } = placePage(order.ids, request);
      const rows = connection.prepareExact(PRODUCTS_BY_ID).all(bindIds(ids)) as ProductRow[];
      return { rows: inOrder(ids, rows.map(toProduct)), ...place, unfilteredTotal: order.unfilteredTotal };
    });
  };
}

interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

/** id, product, status, category, time, and what else the filter looks into. */
type Entry = readonly [unknown, unknown, unknown, unknown, unknown, ...unknown[]];

const KEYS: Readonly<Record<ProductSort, (entry: Entry) => SortKey>> = {
  product: ([, product]) => foldCase(product),
  status: ([, , status]) => foldCase(status),
  category: ([, , , category]) => foldCase(category),
  classified: ([, , , , time]) => fromTimestamp(time)?.getTime() ?? null,
};

function orderProducts(connection: Connection, request: PageRequest<ProductSort>): Order {
  const entries = connection.prepareExact(PRODUCT_ENTRIES).raw().all() as Entry[];
  const ids = arrange(entries, request, {
    id: ([id]) => toId(id),
    text: ([, product, status, category, , ...others]) => [product, status, category, ...others].map(toText).join('\n'),
    key: KEYS[request.sort],
  });
  return { ids, unfilteredTotal: entries.length };
}

function foldCase(value: unknown): string | null {
  return toText(value)?.toLowerCase() ?? null;
}
