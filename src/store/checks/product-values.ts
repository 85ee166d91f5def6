import { PresentsError } from '../../model/presents-error.ts';
import {
  type CachedProduct,
  type ClassificationStatus,
  type NewClassification,
  TEXT_ATTRIBUTES,
} from '../../model/product.ts';
import { toTimestamp } from '../answers/timestamps.ts';
import type { ProductStore } from '../store.ts';
import { hashProduct } from './keys.ts';

const TEXTS = [
  'threadId',
  'runId',
  ...TEXT_ATTRIBUTES,
  'classificationStatus',
] as const satisfies readonly (keyof NewClassification)[];

/** A new classification as it is stored, checked. */
export type ProductValues = {
  readonly [Column in Exclude<keyof CachedProduct, 'id' | 'classifiedAtText'>]: string | number | null;
};

/** A cache of classifications that also takes those that were checked elsewhere. */
export interface CheckedProductStore extends ProductStore {
  insert(rows: readonly ProductValues[]): Promise<void>;
}

/** New classifications as they are stored. Throws a PresentsError that names the field which is not as it should be. */
export function productValues(entries: readonly NewClassification[], now: Date): readonly ProductValues[] {
  const classifiedAt = toTimestamp(now);
  if (!Array.isArray(entries)) throw refused('entries', 'entries must be a list');
  return entries.map((entry) => {
    checkEntry(entry);
    return {
      productId: entry.productId,
      productHash: hashProduct(entry.productId, entry.description),
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
      classifiedAt,
      classificationStatus: entry.classificationStatus ?? 'success',
      rawDescription: entry.description,
    };
  });
}

const STATUSES: readonly ClassificationStatus[] = ['success', 'failed', 'partial', 'invalidated'];
const FIELDS: readonly string[] = [...TEXTS, 'productId', 'description', 'valuePrice'];

function checkEntry(entry: NewClassification): void {
  if (typeof entry !== 'object' || entry === null) throw refused('entry', 'an entry must be an object');
  const unknown = Object.keys(entry).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw refused(unknown, `a classification has no field “${unknown}”`);
  if (typeof entry.productId !== 'string') throw refused('productId', 'productId must be a string');
  if (entry.productId === '') throw refused('productId', 'productId is empty');
  if (typeof entry.description !== 'string') throw refused('description', 'description must be a string');
  const { valuePrice = null } = entry;
  if (valuePrice !== null && !Number.isFinite(valuePrice)) throw refused('valuePrice', 'valuePrice must be a number');
  for (const field of TEXTS) {
    const value = entry[field] ?? null;
    if (value !== null && typeof value !== 'string') throw refused(field, `${field} must be a string`);
  }
  const { classificationStatus = null } = entry;
  if (classificationStatus !== null && !STATUSES.includes(classificationStatus)) {
    throw refused('classificationStatus', `classificationStatus must be one of ${STATUSES.join(', ')}`);
  }
}

function refused(field: string, why: string): PresentsError {
  const message = `The classification was not stored: ${why}.`;
  return new PresentsError(message, { code: 'invalid', nextStep: 'Correct it and store again.', field });
}
