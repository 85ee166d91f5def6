import type { Invalidation } from '../../../model/product.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { toText } from '../../answers/values.ts';
import { hashDescription } from '../../checks/keys.ts';
import { invalidationOf, restorationOf, type StatusChange, storingOf } from '../../checks/product-changes.ts';
import { noProduct, severalProducts } from '../../checks/product-faults.ts';
import { type CheckedProductStore, type ProductValues, productValues } from '../../checks/product-values.ts';
import type { ProductStore } from '../../store.ts';
import { recordAction } from '../audit/record-action.ts';
import { cleanUp, countOlderThan } from '../calls/cleanup.ts';
import { planCleanup } from '../calls/cleanup-plan.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import type { DatabaseFile } from '../file/database.ts';
import { expectOneRow, notDone } from '../file/expect-change.ts';
import { ANY, findProduct, findProducts, SUCCESSFUL } from './find-products.ts';
import { createProductList } from './product-list.ts';
import { productStats } from './product-stats.ts';

const DEFAULT_DAYS = 30;

/** Plan for cleaning up old entries. */
export const CACHE_CLEANUP = planCleanup('cleanup cache', 'product_attributes', 'classified_at');

/** Stores an entry in place of those with its id or its hash. */
export const PUT_PRODUCT = `
  INSERT OR REPLACE INTO product_attributes (product_id, product_hash, thread_id, run_id, item_main_category,
    item_sub_category, color, brand, vendor, value_price, target_demographic, utility_type, durability, usage_type,
    classified_at, classification_status, raw_description)
  VALUES (@productId, @productHash, @threadId, @runId, @itemMainCategory, @itemSubCategory, @color, @brand, @vendor,
    @valuePrice, @targetDemographic, @utilityType, @durability, @usageType, @classifiedAt, @classificationStatus,
    @rawDescription)`;

/** The status of an entry. */
export const FIND_STATUS = `SELECT classification_status FROM product_attributes WHERE product_id = ?`;

/** Gives an entry another status. */
export const SET_STATUS = `UPDATE product_attributes SET classification_status = @status WHERE product_id = @productId`;

/** The classification cache of a file. */
export function createProductStore(context: StoreContext): CheckedProductStore {
  const { file, now } = context;
  const putMany: ProductStore['putMany'] = async (entries) => insertProducts(file, productValues(entries, now()));
  return {
    hash: hashDescription,
    find: async (productId, description) =>
      file.read((connection) => findProduct(connection, SUCCESSFUL, { productId, description })),
    findAny: async (productId, description) =>
      file.read((connection) => findProduct(connection, ANY, { productId, description })),
    getMany: async (products, { successfulOnly = false } = {}) =>
      file.read((connection) => findProducts(connection, successfulOnly ? SUCCESSFUL : ANY, products)),
    put: (entry) => putMany([entry]),
    putMany,
    insert: async (rows) => insertProducts(file, rows),
    stats: async () => productStats(context),
    list: createProductList(context),
    invalidate: async (productId, options) => invalidate(actingAs(context, options), productId),
    restore: async (productId, status, options) => restore(actingAs(context, options), productId, status),
    countOlderThan: async (days) => countOlderThan(context, CACHE_CLEANUP, days),
    cleanup: async (options = {}) =>
      cleanUp(actingAs(context, options), CACHE_CLEANUP, { ...options, days: options.days ?? DEFAULT_DAYS }),
  };
}

// What the cache holds can be asked again: it need not wait for the disk.
function insertProducts(file: DatabaseFile, rows: readonly ProductValues[]): void {
  if (rows.length === 0) return;
  const insertAll = (connection: Connection) => {
    for (const row of rows) {
      const { changes } = connection.prepare(PUT_PRODUCT).run(row);
      expectOneRow(connection, changes, storingOf(row.productId));
    }
  };
  file.write(insertAll, { isDurable: false });
}

function invalidate(context: StoreContext, productId: string): Invalidation {
  return context.file.write((connection) => {
    const previousStatus = requireStatus(connection, productId);
    setStatus(connection, context, invalidationOf(productId, previousStatus));
    return { productId, previousStatus };
  });
}

function restore(context: StoreContext, productId: string, status: string): void {
  context.file.write((connection) => {
    setStatus(connection, context, restorationOf(productId, requireStatus(connection, productId), status));
  });
}

/** Gives exactly one entry another status, and looks at the end whether it has it. */
function setStatus(connection: Connection, context: StoreContext, wanted: StatusChange | undefined): void {
  if (wanted === undefined) return;
  const { productId, status, change, recorded } = wanted;
  expectOneRow(connection, connection.prepare(SET_STATUS).run({ productId, status }).changes, change);
  recordAction(connection, context, recorded);
  if (requireStatus(connection, productId) !== status) throw notDone(connection, change);
}

function requireStatus(connection: Connection, productId: string): string {
  const [row, another] = connection.prepare(FIND_STATUS).raw().all(productId) as (readonly unknown[])[];
  if (another !== undefined) throw severalProducts(productId);
  if (row === undefined) throw noProduct(productId);
  return toText(row[0]) ?? '';
}
