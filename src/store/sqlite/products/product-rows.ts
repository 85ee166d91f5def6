import type { CachedProduct } from '../../../model/product.ts';
import { toId } from '../../answers/ids.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toNumber, toText } from '../../answers/values.ts';

/** The columns of a cached product under the names of its record. */
export const PRODUCT_COLUMNS = `id, product_id AS productId, product_hash AS productHash, thread_id AS threadId,
  run_id AS runId, item_main_category AS itemMainCategory, item_sub_category AS itemSubCategory, color, brand, vendor,
  value_price AS valuePrice, target_demographic AS targetDemographic, utility_type AS utilityType, durability,
  usage_type AS usageType, classified_at AS classifiedAt, classification_status AS classificationStatus,
  raw_description AS rawDescription`;

/** The columns of a cached product as they come. */
export type ProductRow = { readonly [Column in Exclude<keyof CachedProduct, 'classifiedAtText'>]: unknown };

/** A row of PRODUCT_COLUMNS as a cached product. */
export function toProduct(row: ProductRow): CachedProduct {
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
    classifiedAt: fromTimestamp(row.classifiedAt),
    ...asItStands('classifiedAtText', row.classifiedAt),
    classificationStatus: toText(row.classificationStatus) ?? '',
    rawDescription: toText(row.rawDescription),
  };
}
