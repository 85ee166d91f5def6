import type { Id } from '../../../model/id.ts';
import type { Page, PageRequest } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { inOrder, placePage, Recent } from '../../answers/pages.ts';
import { orderProducts, type ProductEntry, type ProductRow, toProduct } from '../../answers/product-records.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds } from '../file/ids.ts';
import { ROW_COLUMNS } from './product-rows.ts';

const ORDERS_KEPT = 4;

/** Reads the fields by which entries are sorted and filtered. */
export const PRODUCT_ENTRIES = `
  SELECT id, product_id, classification_status, item_main_category, classified_at, item_sub_category, color, brand,
    vendor, raw_description
  FROM product_attributes`;

/** Entries by their ids. */
export const PRODUCTS_BY_ID = `
  SELECT ${ROW_COLUMNS} FROM product_attributes WHERE id IN (SELECT value FROM json_each(?))`;

/** Answers pages of all entries. */
export function createProductList({
  file,
}: StoreContext): (request: PageRequest<ProductSort>) => Promise<Page<CachedProduct>> {
  const orders = new Recent<Order>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending } = request;
    const version = file.version();
    return file.read((connection) => {
      const order = orders.get([version, filter, sort, descending], () => readOrder(connection, request));
      const { ids, ...place } = placePage(order.ids, request);
      const rows = connection.prepareExact(PRODUCTS_BY_ID).all(bindIds(ids)) as ProductRow[];
      return {
        rows: inOrder(
          ids,
          rows.map((row) => toProduct(row)),
        ),
        ...place,
        unfilteredTotal: order.unfilteredTotal,
      };
    });
  };
}

interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

function readOrder(connection: Connection, request: PageRequest<ProductSort>): Order {
  const entries = connection.prepareExact(PRODUCT_ENTRIES).raw().all() as ProductEntry[];
  return { ids: orderProducts(entries, request), unfilteredTotal: entries.length };
}
