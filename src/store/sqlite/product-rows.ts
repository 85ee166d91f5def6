import type { CachedProduct, NewClassification } from '../../model.ts';
import { UserError } from '../../user-error.ts';
import { hashDescription } from './keys.ts';
import { fromTimestamp } from './timestamps.ts';
import { toNumber, toText } from './values.ts';

/** The columns of a cached product under the names of its record. */
export const PRODUCT_COLUMNS = `id, product_id AS productId, product_hash AS productHash, thread_id AS threadId,
  run_id AS runId, item_main_category AS itemMainCategory, item_sub_category AS itemSubCategory, color, brand, vendor,
  value_price AS valuePrice, target_demographic AS targetDemographic, utility_type AS utilityType, durability,
  usage_type AS usageType, classified_at AS classifiedAt, classification_status AS classificationStatus,
  raw_description AS rawDescription`;

/** The columns of a cached product as they come. */
export type ProductRow = { readonly [Column in keyof CachedProduct]: unknown };

/** A row of PRODUCT_COLUMNS as a cached product. */
export function toProduct(row: ProductRow): CachedProduct {
  return {
    id: toNumber(row.id) ?? 0,
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
    classifiedAt: fromTimestamp(row.classifiedAt),
    classificationStatus: toText(row.classificationStatus) ?? '',
    rawDescription: toText(row.rawDescription),
  };
}

/** A new classification as it is stored, its time left out. Throws a UserError where it cannot be. */
export function productValues(entry: NewClassification) {
  if (entry.productId === '') throw refused('productId is empty');
  if (entry.valuePrice !== undefined && entry.valuePrice !== null && !Number.isFinite(entry.valuePrice)) {
    throw refused('valuePrice is no number');
  }
  return {
    productId: entry.productId,
    productHash: hashDescription(entry.description),
    threadId: entry.threadId ?? null,
    runId: entry.runId ?? null,
    itemMainCategory: entry.itemMainCategory ?? null,
    itemSubCategory: entry.itemSubCategory ?? null,
    color: entry.color ?? null,
    brand: entry.brand ?? null,
    vendor: entry.vendor ?? null,
    valuePrice: entry.valuePrice ?? null,
    targetDemographic: entry.targetDemographic ?? null,
    utilityType: entry.utilityType ?? null,
    durability: entry.durability ?? null,
    usageType: entry.usageType ?? null,
    classificationStatus: entry.classificationStatus ?? 'success',
    rawDescription: entry.description,
  };
}

function refused(why: string): UserError {
  return new UserError(`The classification was not stored: ${why}.`, { nextStep: 'Correct it and store again.' });
}
