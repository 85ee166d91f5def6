import type { Page, PageRequest } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { inOrder, placePage } from '../../answers/pages.ts';
import { orderProducts, type ProductEntry, type ProductRow, toProduct } from '../../answers/product-records.ts';
import type { PostgresContext } from '../context.ts';
import { IS_ANOTHER_VERSION, KeptOrder, type Order } from '../kept-order.ts';
import type { Asker } from '../server/server.ts';
import { bindIds, SECONDS, storable } from '../values.ts';
import { ROW_COLUMNS } from './product-rows.ts';

const FILTERED = `concat_ws(E'\\n', product_id, classification_status, item_main_category, item_sub_category, color, brand, vendor,
  raw_description)`;

/**
 * Reads the fields by which entries are sorted and filtered, unless the data is of the version `$1`. Entries are left out that do not
 * hold `$2`, which is in lower case; the lower case of other letters than A to Z is not the server's business.
 */
export const PRODUCT_ENTRIES = `
  SELECT id, product_id, classification_status, item_main_category, extract(epoch FROM classified_at)::float8,
    CASE WHEN $2::text <> '' THEN ${FILTERED} END
  FROM product_attributes
  WHERE ${IS_ANOTHER_VERSION} AND ($2::text = '' OR strpos(lower(${FILTERED} COLLATE "C"), $2::text) > 0
    OR octet_length(${FILTERED}) > length(${FILTERED}))`;

/** Counts all entries, unless the data is of the version `$1`. */
export const COUNT_PRODUCTS = `SELECT count(*) FROM product_attributes WHERE ${IS_ANOTHER_VERSION}`;

/** Entries by their ids. */
export const PRODUCTS_BY_ID = `SELECT ${ROW_COLUMNS} FROM product_attributes WHERE id = ANY($1::bigint[])`;

/** Answers pages of all entries. */
export function createProductList({
  server,
}: PostgresContext): (request: PageRequest<ProductSort>) => Promise<Page<CachedProduct>> {
  const orders = new KeptOrder();
  return (request) =>
    server.read(async (ask) => {
      const name = JSON.stringify([request.filter, request.sort, request.descending]);
      const order = await orders.get(ask, name, (_, version) => readOrder(ask, request, version));
      const { ids, ...place } = placePage(order.ids, request);
      const rows = ids.length === 0 ? [] : await ask.rows<ProductRow>(PRODUCTS_BY_ID, [bindIds(ids)]);
      const products = rows.map((row) => toProduct(row, SECONDS));
      return { rows: inOrder(ids, products), ...place, unfilteredTotal: order.unfilteredTotal };
    });
}

async function readOrder(
  ask: Asker,
  request: PageRequest<ProductSort>,
  knownVersion: string | undefined,
): Promise<Order> {
  const [entries, [count]] = await Promise.all([
    ask.tuples<ProductEntry>(PRODUCT_ENTRIES, [knownVersion, storable(request.filter.toLowerCase())]),
    ask.tuples<readonly [total: number]>(COUNT_PRODUCTS, [knownVersion]),
  ]);
  return { ids: orderProducts(entries, request, SECONDS), unfilteredTotal: count?.[0] ?? 0 };
}
