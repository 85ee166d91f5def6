import type { Invalidation } from '../../../model/product.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { toText } from '../../answers/values.ts';
import { hashDescription } from '../../checks/keys.ts';
import { invalidationOf, restorationOf, type StatusChange } from '../../checks/product-changes.ts';
import { noProduct, severalProducts } from '../../checks/product-faults.ts';
import { type CheckedProductStore, productValues } from '../../checks/product-values.ts';
import type { ProductStore } from '../../store.ts';
import { recordAction } from '../audit/record-action.ts';
import { CACHE_CLEANUP, cleanUpCache, countOlderThan } from '../cleanup/cleanup.ts';
import type { PostgresContext } from '../context.ts';
import { expectOneRow, notDone } from '../expect-change.ts';
import type { Asker } from '../server/server.ts';
import { storable } from '../values.ts';
import { FIND_ANY, FIND_SUCCESSFUL, findProduct, findProducts } from './find-products.ts';
import { createProductList } from './product-list.ts';
import { productStats } from './product-stats.ts';
import { putProducts } from './put-products.ts';

/** The status of an entry. */
export const FIND_STATUS = `SELECT classification_status FROM product_attributes WHERE product_id = $1 LIMIT 2`;

/** Gives an entry another status. */
export const SET_STATUS = `UPDATE product_attributes SET classification_status = $2 WHERE product_id = $1`;

const DEFAULT_DAYS = 30;

/** The classification cache of a database. */
export function createProductStore(context: PostgresContext): CheckedProductStore {
  const { server, now } = context;
  const putMany: ProductStore['putMany'] = async (entries) => putProducts(server, productValues(entries, now()));
  return {
    hash: hashDescription,
    find: (productId, description) =>
      server.read((ask) => findProduct(ask, FIND_SUCCESSFUL, { productId, description })),
    findAny: (productId, description) => server.read((ask) => findProduct(ask, FIND_ANY, { productId, description })),
    getMany: (products, { successfulOnly = false } = {}) =>
      server.read((ask) => findProducts(ask, successfulOnly ? FIND_SUCCESSFUL : FIND_ANY, products)),
    put: (entry) => putMany([entry]),
    putMany,
    insert: (rows) => putProducts(server, rows),
    stats: () => productStats(context),
    list: createProductList(context),
    invalidate: (productId, options) => invalidate(actingAs(context, options), productId),
    restore: (productId, status, options) => restore(actingAs(context, options), productId, status),
    countOlderThan: (days) => countOlderThan(context, CACHE_CLEANUP, days),
    cleanup: ({ days = DEFAULT_DAYS, ...options } = {}) =>
      cleanUpCache(actingAs(context, options), { ...options, days }),
  };
}

function invalidate(context: PostgresContext, productId: string): Promise<Invalidation> {
  return context.server.write(async (ask) => {
    const previousStatus = await requireStatus(ask, productId);
    await setStatus(ask, context, invalidationOf(productId, previousStatus));
    return { productId, previousStatus };
  });
}

function restore(context: PostgresContext, productId: string, status: string): Promise<void> {
  return context.server.write(async (ask) => {
    await setStatus(ask, context, restorationOf(productId, await requireStatus(ask, productId), status));
  });
}

/** Gives exactly one entry another status, and looks at the end whether it has it. */
async function setStatus(ask: Asker, context: PostgresContext, wanted: StatusChange | undefined): Promise<void> {
  if (wanted === undefined) return;
  const { productId, status, change, recorded } = wanted;
  await expectOneRow(ask, await ask.run(SET_STATUS, [storable(productId), storable(status)]), change);
  await recordAction(ask, context, recorded);
  if ((await requireStatus(ask, productId)) !== storable(status)) throw await notDone(ask, change);
}

async function requireStatus(ask: Asker, productId: string): Promise<string> {
  const [row, another] = await ask.tuples<readonly [status: unknown]>(FIND_STATUS, [storable(productId)]);
  if (another !== undefined) throw severalProducts(productId);
  if (row === undefined) throw noProduct(productId);
  return toText(row[0]) ?? '';
}
