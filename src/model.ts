/** A row's id, opaque: an integer up to 2^53 as a number, a larger one as a bigint, text as text. */
export type Id = number | bigint | string;

/** Which user is meant: the one of this name, or of this id, who must have the name where that is given too. */
export type UserRef = string | { readonly id: Id; readonly username?: string };

/** Somebody who may call the API. Times are null only where the database holds none that can be read. */
export interface User {
  readonly id: Id;
  readonly username: string;
  readonly isActive: boolean;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
  readonly createdAtText?: string;
  readonly updatedAtText?: string;
}

/** A new API key: 43 characters of base64url. This is the only place where the key itself ever stands. */
export interface IssuedKey {
  readonly id: Id;
  readonly username: string;
  readonly apiKey: string;
  /** The names of other users that look like the name of a new one, where there are such. */
  readonly lookAlikes?: readonly string[];
  /** Only where other users have the same name, so that only the id tells who is meant. */
  readonly hasNamesakes?: true;
}

/** The outcome of deactivate or reactivate; `changed` is false where the user already was in that state. */
export interface ActivationChange {
  readonly user: User;
  readonly changed: boolean;
  /** Only where other users have the same name, so that only the id tells who is meant. */
  readonly hasNamesakes?: true;
}

/** A period of the log: `from <= date_time`, and `date_time < to` where `to` is given; null means "and all that comes". */
export interface Window {
  readonly from: Date;
  readonly to: Date | null;
}

/** A period as a person names it, counted back from the store's clock, or an exact window. */
export type Period = { readonly hours: number } | { readonly days: number } | Window;

/** The sums of a window. Errors are status >= 400, server errors >= 500; null where there is nothing to average. */
export interface CallTotals {
  readonly from: Date;
  readonly to: Date | null;
  readonly totalCalls: number;
  readonly activeUsers: number;
  readonly avgResponseMs: number | null;
  readonly p50ResponseMs: number | null;
  readonly p95ResponseMs: number | null;
  readonly p99ResponseMs: number | null;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  /** Only where the percentiles, those of the routes too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
}

/** One of the busiest users of a window. */
export interface TopUser {
  readonly username: string;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

/** A route with its calls in a window. */
export interface RouteStats {
  readonly apiRoute: string;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

/** How many calls ended with a status code; null stands for calls that were logged without one. */
export interface StatusCount {
  readonly statusCode: number | null;
  readonly callCount: number;
}

/** What the whole API did in a window; top lists have at most ten entries, most calls first, ties by name. */
export interface SystemStats extends CallTotals {
  readonly periodHours: number;
  readonly topUsers: readonly TopUser[];
  readonly topRoutes: readonly RouteStats[];
  readonly statusCodes: readonly StatusCount[];
}

/** What one user did in a window; endpoints are complete, most calls first, ties by name. First and last call are of all time. */
export interface UserStats {
  readonly username: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly periodDays: number;
  readonly totalCalls: number;
  readonly avgResponseMs: number | null;
  readonly minResponseMs: number | null;
  readonly maxResponseMs: number | null;
  readonly p50ResponseMs: number | null;
  readonly p95ResponseMs: number | null;
  readonly p99ResponseMs: number | null;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  readonly uniqueEndpoints: number;
  readonly endpoints: readonly RouteStats[];
  readonly firstCallAt: Date | null;
  readonly lastCallAt: Date | null;
  /** Only where the percentiles, those of the endpoints too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
}

/** The calls of one slice of time, `from` inclusive. */
export interface TimelineBucket {
  readonly from: Date;
  readonly callCount: number;
  readonly clientErrorCount: number;
  readonly serverErrorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

/** How many calls took at least `fromMs` and less than `toMs`; the steps are logarithmic. */
export interface LatencyBucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly callCount: number;
}

/** A user with the traffic of a window; `callsByBucket` divides it into equal slices, oldest first. */
export interface UserOverview extends User {
  readonly lastCallAt: Date | null;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
  readonly callsByBucket: readonly number[];
}

/** A call that failed (status >= 400). The payload is parsed where it is JSON, else it is the text as it stands. */
export interface ApiError {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
  readonly dateTimeText?: string;
  readonly username: string;
  readonly apiRoute: string;
  readonly statusCode: number;
  readonly errorMessage: string | null;
  readonly requestPayload: unknown;
}

/** Everything that is known of one call. */
export interface ApiCall {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
  readonly dateTimeText?: string;
  readonly userId: Id;
  readonly username: string;
  readonly apiRoute: string;
  readonly statusCode: number | null;
  readonly responseTimeMs: number | null;
  readonly errorMessage: string | null;
  readonly requestPayload: unknown;
  readonly responsePayload: unknown;
}

/** A payload as it is stored, or the beginning of one that is longer than was asked for. */
export interface StoredPayload {
  readonly text: string;
  readonly byteCount: number;
  readonly isWhole: boolean;
}

/** A call whose payloads are the stored text. */
export interface StoredCall extends Omit<ApiCall, 'requestPayload' | 'responsePayload'> {
  readonly requestPayload: StoredPayload | null;
  readonly responsePayload: StoredPayload | null;
}

/** A call to be logged. Payloads are stored as JSON; `dateTime` is now unless given. */
export interface NewApiCall {
  readonly userId: Id;
  readonly apiRoute: string;
  readonly requestPayload?: unknown;
  readonly responsePayload?: unknown;
  readonly statusCode: number | null;
  readonly responseTimeMs: number | null;
  readonly errorMessage?: string | null;
  readonly dateTime?: Date;
}

/** The newest row of the call log, and the time of the newest that is not later than now; both null where the log is empty. */
export interface NewestCall {
  readonly id: Id | null;
  readonly dateTime: Date | null;
}

/** The states of a cached classification that this program knows; others made elsewhere are shown as they are. */
export type ClassificationStatus = 'success' | 'failed' | 'partial' | 'invalidated';

/** What the classifier said of a product. */
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

/** A cached classification as it stands in the database. */
export interface CachedProduct extends ProductAttributes {
  readonly id: Id;
  readonly productId: string;
  readonly productHash: string;
  readonly threadId: string | null;
  readonly runId: string | null;
  readonly classifiedAt: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
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

/** How many cached products a main category has. */
export interface CategoryCount {
  readonly category: string;
  readonly count: number;
}

/** How many cached products were classified at least `fromDays` and less than `toDays` ago; null means "and older". */
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

/** What invalidate did; the status before is what restore needs to undo it. */
export interface Invalidation {
  readonly productId: string;
  readonly previousStatus: string;
}

/** What an administrator did. `detail` is JSON, parsed; it never holds a key. */
export interface AuditEntry {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
  readonly dateTimeText?: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: unknown;
}

/** How many rows a cleanup would delete, of how many. */
export interface CleanupEstimate {
  readonly matching: number;
  readonly total: number;
}

/** Which part of a long list is wanted: around the record `anchorId` where it is in the list, else from `offset`. */
export interface PageRequest<Sort extends string> {
  readonly filter: string;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

/** A part of a long list. `total` counts what passed the filter; `anchorIndex` is the anchor's place in the whole list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly offset: number;
  readonly total: number;
  readonly unfilteredTotal: number;
  readonly anchorIndex: number | null;
}

/** What the users list can be sorted by. */
export type UserSort = 'username' | 'status' | 'lastCall' | 'calls' | 'errors' | 'avg' | 'created';

/** What the errors list can be sorted by. */
export type ErrorSort = 'time' | 'status' | 'route' | 'user';

/** What the cached products can be sorted by. */
export type ProductSort = 'product' | 'status' | 'category' | 'classified';

/** A page of users with their traffic, and how many of all users are active. */
export interface UserOverviewPage extends Page<UserOverview> {
  readonly activeTotal: number;
}
