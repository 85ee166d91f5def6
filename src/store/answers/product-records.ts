import type { Id } from '../../model/id.ts';
import type { PageRequest } from '../../model/page.ts';
import type { CachedProduct, CategoryCount, ProductSort } from '../../model/product.ts';
import { toId } from './ids.ts';
import { arrange, type SortKey } from './pages.ts';
import { readTime, type StoredTimes, TIMESTAMPS, toNumber, toText } from './values.ts';

/** The columns of a cached product as they come. */
export type ProductRow = { readonly [Column in Exclude<keyof CachedProduct, 'classifiedAtText'>]: unknown };

/** The columns of the table by the fields of the record. */
export const PRODUCT_COLUMNS: Readonly<Record<keyof ProductRow, string>> = {
  id: 'id',
  productId: 'product_id',
  productHash: 'product_hash',
  threadId: 'thread_id',
  runId: 'run_id',
  itemMainCategory: 'item_main_category',
  itemSubCategory: 'item_sub_category',
  color: 'color',
  brand: 'brand',
  vendor: 'vendor',
  valuePrice: 'value_price',
  targetDemographic: 'target_demographic',
  utilityType: 'utility_type',
  durability: 'durability',
  usageType: 'usage_type',
  classifiedAt: 'classified_at',
  classificationStatus: 'classification_status',
  rawDescription: 'raw_description',
};

/** A row as a cached product. */
export function toProduct(row: ProductRow, times: StoredTimes = TIMESTAMPS): CachedProduct {
  return {
    id: toId(row.id),
    productId: toText(row.productId) ?? '',
    productHash: toText(row.productHash) ?? '',
    threadId: toText(row.threadId),
    runId: toText(row.runId),
    itemMainCategory: toText(row.itemMainCategory),
    itemSubCategory: toText(row.itemSubCategory),
    color: toText(row.color),
    brand: toText(row.brand),
    vendor: toText(row.vendor),
    valuePrice: toNumber(row.valuePrice),
    targetDemographic: toText(row.targetDemographic),
    utilityType: toText(row.utilityType),
    durability: toText(row.durability),
    usageType: toText(row.usageType),
    ...readTime('classifiedAt', row.classifiedAt, times),
    classificationStatus: toText(row.classificationStatus) ?? '',
    rawDescription: toText(row.rawDescription),
  };
}

/** A row of a main category as its count. */
export function toCategory(row: { readonly category: unknown; readonly count: number }): CategoryCount {
  return { category: toText(row.category) ?? '', count: row.count };
}

/** An entry of the list: id, product, status, category, time, and what else the filter looks into. */
export type ProductEntry = readonly [unknown, unknown, unknown, unknown, unknown, ...unknown[]];

type Key = (entry: ProductEntry, times: StoredTimes) => SortKey;

const KEYS: Readonly<Record<ProductSort, Key>> = {
  product: ([, product]) => foldCase(product),
  status: ([, , status]) => foldCase(status),
  category: ([, , , category]) => foldCase(category),
  classified: ([, , , , time], times) => times.toDate(time)?.getTime() ?? null,
};

/** The ids of the entries that fit a filter, in order. */
export function orderProducts(
  entries: readonly ProductEntry[],
  request: PageRequest<ProductSort>,
  times: StoredTimes = TIMESTAMPS,
): readonly Id[] {
  const key = KEYS[request.sort];
  return arrange(entries, request, {
    id: ([id]) => toId(id),
    text: ([, product, status, category, , ...others]) => [product, status, category, ...others].map(toText).join('\n'),
    key: (entry) => key(entry, times),
  });
}

function foldCase(value: unknown): string | null {
  return toText(value)?.toLowerCase() ?? null;
}
