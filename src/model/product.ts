import type { Id } from './id.ts';

/** The states of a cached classification that this program knows; others made elsewhere are shown as they are. */
export type ClassificationStatus = 'success' | 'failed' | 'partial' | 'invalidated';

/** Attributes of a product from the classifier. */
export interface ProductAttributes {
  /** Main category: `Toys`. */
  readonly itemMainCategory: string | null;
  /** Category below the main one. */
  readonly itemSubCategory: string | null;
  /** Color. */
  readonly color: string | null;
  /** Brand. */
  readonly brand: string | null;
  /** Vendor, who may be another than the brand. */
  readonly vendor: string | null;
  /** Price or estimated value, in the currency of the program that classifies. */
  readonly valuePrice: number | null;
  /** People it is for: `unisex`. */
  readonly targetDemographic: string | null;
  /** Kind of use: `fun`. */
  readonly utilityType: string | null;
  /** Time that it lasts: `high`. */
  readonly durability: string | null;
  /** Way of use: `daily`. */
  readonly usageType: string | null;
}

/** A product by its id, and by its description where no entry has the id. */
export type ProductRef =
  | string
  | {
      /** Id of the product. */
      readonly productId: string;
      /** Description by which it is looked for where no entry has the id. */
      readonly description?: string | null | undefined;
    };

/** The attributes that are texts; the price alone is a number. */
export const TEXT_ATTRIBUTES = [
  'itemMainCategory',
  'itemSubCategory',
  'color',
  'brand',
  'vendor',
  'targetDemographic',
  'utilityType',
  'durability',
  'usageType',
] as const satisfies readonly (keyof ProductAttributes)[];

/** A cached classification as it stands in the database. */
export interface CachedProduct extends ProductAttributes {
  /** Id of the entry. */
  readonly id: Id;
  /** Id of the product, as its shop knows it. */
  readonly productId: string;
  /** Hash by which the description is known, as `products.hash` makes it. */
  readonly productHash: string;
  /** Id of the conversation that the classifier answered in; null if there is none. */
  readonly threadId: string | null;
  /** Id of the run within the conversation; null if there is none. */
  readonly runId: string | null;
  /** Time of the classification; null if the stored text is no readable time. */
  readonly classifiedAt: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly classifiedAtText?: string;
  /** Status of the entry: one of `ClassificationStatus`, or what another program wrote. */
  readonly classificationStatus: string;
  /** Description that was classified; null if none was stored. */
  readonly rawDescription: string | null;
}

/** A classification to be cached; its hash is made from the description. */
export interface NewClassification extends Partial<ProductAttributes> {
  /** Id of the product, not empty; an entry with it is replaced. */
  readonly productId: string;
  /** Description of the product; an entry with the same one is replaced. */
  readonly description: string;
  /** Id of the conversation that the classifier answered in; none unless given. */
  readonly threadId?: string | null;
  /** Id of the run within the conversation; none unless given. */
  readonly runId?: string | null;
  /** Status of the entry (`success` unless given). */
  readonly classificationStatus?: ClassificationStatus;
}

/** Number of cached products in a main category. */
export interface CategoryCount {
  /** Main category. */
  readonly category: string;
  /** Number of cached products in it. */
  readonly count: number;
}

/** Number of cached products classified at least `fromDays` and less than `toDays` ago; null means "and older". */
export interface AgeBucket {
  /** Youngest age, in days. */
  readonly fromDays: number;
  /** Age that is too old, in days; null if none is. */
  readonly toDays: number | null;
  /** Number of cached products of these ages. */
  readonly count: number;
}

/** The state of the classification cache. */
export interface CacheStats {
  /** Number of all entries. */
  readonly totalCached: number;
  /** Number of different product ids. */
  readonly uniqueProducts: number;
  /** Number of entries with the status `success`. */
  readonly successful: number;
  /** Number of entries with the status `failed`. */
  readonly failed: number;
  /** Number of entries with the status `partial`. */
  readonly partial: number;
  /** Number of entries with the status `invalidated`. */
  readonly invalidated: number;
  /** Time of the oldest classification; null if there is none. */
  readonly oldestEntry: Date | null;
  /** Time of the newest classification; null if there is none. */
  readonly newestEntry: Date | null;
  /** Main categories with the most successful entries, ten at most. */
  readonly topCategories: readonly CategoryCount[];
  /** Entries by their age, the youngest first. */
  readonly ages: readonly AgeBucket[];
}

/** Result of an invalidation; restore needs the earlier status to undo it. */
export interface Invalidation {
  /** Id of the product. */
  readonly productId: string;
  /** Status that the entry had; `products.restore` gives it back. */
  readonly previousStatus: string;
}

/** Sort orders of the cached products. */
export type ProductSort = 'product' | 'status' | 'category' | 'classified';
