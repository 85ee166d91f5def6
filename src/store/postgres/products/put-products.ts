import { PRODUCT_COLUMNS } from '../../answers/product-records.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { storingOf } from '../../checks/product-changes.ts';
import type { ProductValues } from '../../checks/product-values.ts';
import { inBatches } from '../batches.ts';
import { expectOneRow } from '../expect-change.ts';
import type { Asker, Server } from '../server/server.ts';
import { storable, toSeconds } from '../values.ts';

// Those who store the same product, or products of the same description, wait for each other; locks of a number of their own keep
// a long list from filling the server's table of locks.
const LOCK_SPACE = 1_886_545_266;
const LOCKS = 1_024;

/** Locks the ids and hashes of entries until the end of the transaction, always in the same order. */
export const LOCK_PRODUCTS = `
  SELECT pg_advisory_xact_lock(${LOCK_SPACE}, lock)
  FROM (SELECT DISTINCT hashtext(name) & ${LOCKS - 1} AS lock FROM unnest($1::text[]) name ORDER BY lock) locks`;

/** Deletes the entries with some ids or hashes. */
export const DELETE_PRODUCTS = `
  DELETE FROM product_attributes WHERE product_id = ANY($1::text[]) OR product_hash = ANY($2::text[])`;

type Field = keyof ProductValues;

const FIELDS = Object.keys(PRODUCT_COLUMNS).filter((name): name is Field => name !== 'id' && name !== 'classifiedAt');

/** Adds entries in the order in which they are given; `$1` is when they were classified. */
export const INSERT_PRODUCTS = `
  INSERT INTO product_attributes (classified_at, ${FIELDS.map((field) => PRODUCT_COLUMNS[field]).join(', ')})
  SELECT to_timestamp($1), ${FIELDS.map((field) => `p.${PRODUCT_COLUMNS[field]}`).join(', ')}
  FROM unnest(${FIELDS.map((field, index) => `$${index + 2}::${field === 'valuePrice' ? 'float8' : 'text'}[]`).join(', ')})
    WITH ORDINALITY AS p(${FIELDS.map((field) => PRODUCT_COLUMNS[field]).join(', ')}, place)
  ORDER BY p.place
  RETURNING product_id`;

/**
 * Stores entries in one transaction, each in place of those with its id or its hash. What the cache holds can be asked again: it need
 * not wait for the disk.
 */
export async function putProducts(server: Server, rows: readonly ProductValues[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ productId }) => storable(String(productId)));
  const hashes = rows.map(({ productHash }) => String(productHash));
  await server.write(
    async (ask) => {
      await Promise.all([
        ask.run(LOCK_PRODUCTS, [[...ids.map((id) => `id ${id}`), ...hashes.map((hash) => `hash ${hash}`)]]),
        ask.run(DELETE_PRODUCTS, [ids, hashes]),
        ...inBatches(lastOfEach(rows), textOf).map((batch) => insert(ask, batch)),
      ]);
    },
    { isDurable: false },
  );
}

async function insert(ask: Asker, rows: readonly ProductValues[]): Promise<void> {
  const columns = FIELDS.map((field) => rows.map((row) => storableValue(row[field])));
  const stored = await ask.tuples<readonly [productId: unknown]>(INSERT_PRODUCTS, [secondsOf(rows), ...columns]);
  if (stored.length === rows.length) return;
  const found = new Set(stored.map(([productId]) => productId));
  const lost = rows.find(({ productId }) => !found.has(storableValue(productId)));
  await expectOneRow(ask, 0, storingOf(lost?.productId ?? null));
}

/** The entries that are left when each has replaced those before it with the same id or hash. */
function lastOfEach(rows: readonly ProductValues[]): readonly ProductValues[] {
  const ids = new Set<unknown>();
  const hashes = new Set<unknown>();
  const isLast = ({ productId, productHash }: ProductValues) => {
    const id = storableValue(productId);
    const isReplaced = ids.has(id) || hashes.has(productHash);
    ids.add(id);
    hashes.add(productHash);
    return !isReplaced;
  };
  return rows.toReversed().filter(isLast).reverse();
}

function storableValue(value: ProductValues[Field]): ProductValues[Field] {
  return typeof value === 'string' ? storable(value) : value;
}

// All entries of one call are of one time.
function secondsOf([row]: readonly ProductValues[]): number {
  return toSeconds(fromTimestamp(row?.classifiedAt) ?? new Date(0));
}

function textOf({ rawDescription }: ProductValues): number {
  return String(rawDescription ?? '').length;
}
