import type { Id } from './id.ts';

/** The states of a cached classification that this program knows; others made elsewhere are shown as they are. */
export type ClassificationStatus = 'success' | 'failed' | 'partial' | 'invalidated';

/** Attributes of a product from the classifier. */
export interface ProductAttributes {
  readonly itemMainCategory: string | null;
  readonly itemSubCategory: string | null;
  readonly color: string | null;
  readonly brand: string | null;
  readonly vendor: string | null;
  readonly valuePrice: number | null;
  readonly targetDemographic: string | null;
  readonly utilityType: string | null;
  readonly durability: string | null;
  readonly usageType: string | null;
}

/** A product by its id, and by its description where no entry has the id. */
export type ProductRef = string | { readonly productId: string; readonly description?: string | null | undefined };

/** A cached classification as it stands in the database. */
export interface CachedProduct extends ProductAttributes {
  readonly id: Id;
  readonly productId: string;
  readonly productHash: string;
  readonly threadId: string | null;
  readonly runId: string | null;
  readonly classifiedAt: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly classifiedAtText?: string;
  readonly classificationStatus: string;
  readonly rawDescription: string | null;
}

/** A classification to be cached; its hash is made from the description. */
export interface NewClassification extends Partial<ProductAttributes> {
  readonly productId: string;
  readonly description: string;
  readonly threadId?: string | null;
  readonly runId?: string | null;
  readonly classificationStatus?: ClassificationStatus;
}

/** Number of cached products in a main category. */
export interface CategoryCount {
  readonly category: string;
  readonly count: number;
}

/** Number of cached products classified at least `fromDays` and less than `toDays` ago; null means "and older". */
export interface AgeBucket {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly count: number;
}

/** The state of the classification cache. */
export interface CacheStats {
  readonly totalCached: number;
  readonly uniqueProducts: number;
  readonly successful: number;
  readonly failed: number;
  readonly partial: number;
  readonly invalidated: number;
  readonly oldestEntry: Date | null;
  readonly newestEntry: Date | null;
  readonly topCategories: readonly CategoryCount[];
  readonly ages: readonly AgeBucket[];
}

/** Result of an invalidation; restore needs the earlier status to undo it. */
export interface Invalidation {
  readonly productId: string;
  readonly previousStatus: string;
}

/** Sort orders of the cached products. */
export type ProductSort = 'product' | 'status' | 'category' | 'classified';
