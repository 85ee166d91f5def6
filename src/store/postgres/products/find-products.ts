import type { CachedProduct, ProductRef } from '../../../model/product.ts';
import { type ProductRow, toProduct } from '../../answers/product-records.ts';
import { productKeys } from '../../checks/product-keys.ts';
import { inBatches } from '../batches.ts';
import type { Asker } from '../server/server.ts';
import { SECONDS, storable } from '../values.ts';
import { ROW_COLUMNS } from './product-rows.ts';

/** The entries of product ids, else of the hashes of descriptions, whatever their status, with the places of those. */
export const FIND_ANY = `
  SELECT place, ${ROW_COLUMNS}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted(key, hash, place)
  JOIN product_attributes ON id = coalesce(
    (SELECT id FROM product_attributes WHERE product_id = key LIMIT 1),
    (SELECT id FROM product_attributes WHERE product_hash = hash LIMIT 1))`;

/** The successful classifications of the same. */
export const FIND_SUCCESSFUL = FIND_ANY.replaceAll(' LIMIT', ` AND classification_status = 'success' LIMIT`);

type Statement = typeof FIND_ANY | typeof FIND_SUCCESSFUL;

/** The entry of a product, or undefined. */
export async function findProduct(ask: Asker, sql: Statement, product: ProductRef): Promise<CachedProduct | undefined> {
  return (await findProducts(ask, sql, [product]))[0];
}

/** The entries of many products, in their order; undefined where there is none. */
export async function findProducts(
  ask: Asker,
  sql: Statement,
  products: readonly ProductRef[],
): Promise<readonly (CachedProduct | undefined)[]> {
  const batches = inBatches(products.map(productKeys), ({ productId }) => productId.length);
  const found = await Promise.all(
    batches.map(async (keys) => {
      const values = [keys.map(({ productId }) => storable(productId)), keys.map((key) => key.descriptionHash)];
      const rows = await ask.rows<ProductRow & { readonly place: number }>(sql, values);
      const byPlace = new Map(rows.map((row) => [Number(row.place), toProduct(row, SECONDS)]));
      return keys.map((_, index) => byPlace.get(index + 1));
    }),
  );
  return found.flat();
}
