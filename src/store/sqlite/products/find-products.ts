import type { CachedProduct, ProductRef } from '../../../model/product.ts';
import { type ProductRow, toProduct } from '../../answers/product-records.ts';
import { productKeys } from '../../checks/product-keys.ts';
import type { Connection } from '../file/connection.ts';
import { ROW_COLUMNS } from './product-rows.ts';

/** The successful classification of a product id. */
export const FIND_BY_PRODUCT_ID = `
  SELECT ${ROW_COLUMNS} FROM product_attributes WHERE product_id = ? AND classification_status = 'success'`;

/** The successful classification of a description, by its hash. */
export const FIND_BY_HASH = `
  SELECT ${ROW_COLUMNS} FROM product_attributes WHERE product_hash = ? AND classification_status = 'success'`;

/** The entry of a product id, whatever its status. */
export const FIND_ANY_BY_PRODUCT_ID = `SELECT ${ROW_COLUMNS} FROM product_attributes WHERE product_id = ?`;

/** The entry of a description, by its hash, whatever its status. */
export const FIND_ANY_BY_HASH = `SELECT ${ROW_COLUMNS} FROM product_attributes WHERE product_hash = ?`;

// So many products are looked up by one statement, a third of the work of a statement each.
const PLACES = 250;

const findManyThat = (condition: string) => `
  SELECT column1 AS place, ${ROW_COLUMNS}
  FROM (VALUES ${Array.from({ length: PLACES }, (_, place) => `(${place}, ?, ?)`).join(', ')})
  CROSS JOIN product_attributes ON id = coalesce(
    (SELECT id FROM product_attributes WHERE product_id = column2${condition} LIMIT 1),
    (SELECT id FROM product_attributes WHERE product_hash = column3${condition} LIMIT 1))`;

/** The successful classifications of many product ids, else of descriptions, with the places of those. */
export const FIND_MANY = findManyThat(` AND classification_status = 'success'`);

/** The entries of many product ids, else of descriptions, whatever their status. */
export const FIND_ANY_OF_MANY = findManyThat('');

/** The statements for entries of one kind. */
interface Statements {
  readonly byProductId: string;
  readonly byHash: string;
  readonly ofMany: string;
}

/** The statements for successful classifications. */
export const SUCCESSFUL: Statements = { byProductId: FIND_BY_PRODUCT_ID, byHash: FIND_BY_HASH, ofMany: FIND_MANY };

/** The statements for entries of any status. */
export const ANY: Statements = {
  byProductId: FIND_ANY_BY_PRODUCT_ID,
  byHash: FIND_ANY_BY_HASH,
  ofMany: FIND_ANY_OF_MANY,
};

/** The entry of a product, or undefined. */
export function findProduct(connection: Connection, sql: Statements, product: ProductRef): CachedProduct | undefined {
  const { productId, descriptionHash } = productKeys(product);
  const row =
    connection.prepareExact(sql.byProductId).get(productId) ??
    (descriptionHash === null ? undefined : connection.prepareExact(sql.byHash).get(descriptionHash));
  return row === undefined ? undefined : toProduct(row as ProductRow);
}

/** The entries of many products, in their order; undefined where there is none. */
export function findProducts(
  connection: Connection,
  sql: Statements,
  products: readonly ProductRef[],
): readonly (CachedProduct | undefined)[] {
  const found: (CachedProduct | undefined)[] = Array.from(products, () => undefined);
  for (let start = 0; start < products.length; start += PLACES) {
    const keys = products.slice(start, start + PLACES).map(productKeys);
    // Places that are left over are of no product.
    const values = Array.from({ length: PLACES }, (_, place) => [keys[place]?.productId, keys[place]?.descriptionHash]);
    const rows = connection.prepareExact(sql.ofMany).all(...values.flat().map((value) => value ?? null));
    for (const row of rows as (ProductRow & { readonly place: bigint })[])
      found[start + Number(row.place)] ??= toProduct(row);
  }
  return found;
}
