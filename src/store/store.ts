import type { Aside, Attention, AttentionRequest } from '../model/attention.ts';
import type { AuditEntry, AuditFilter, AuditPage, AuditPageRequest } from '../model/audit.ts';
import type {
  ApiCall,
  ApiError,
  CallSort,
  ErrorSort,
  ListedCall,
  NearestSuccess,
  NewApiCall,
  NewestCall,
  StoredCall,
} from '../model/call.ts';
import type { CallFilter, CallsWithin } from '../model/call-filter.ts';
import type { CallWhy, WhyRequest } from '../model/call-why.ts';
import type { CleanupEstimate } from '../model/cleanup.ts';
import type { ErrorGroup, GroupId, GroupPage, GroupSort, GroupTriage } from '../model/error-group.ts';
import type { Id } from '../model/id.ts';
import type { Listing, Page, PageRequest, ScannedPage } from '../model/page.ts';
import type {
  CachedProduct,
  CacheStats,
  Invalidation,
  NewClassification,
  ProductRef,
  ProductSort,
} from '../model/product.ts';
import type {
  CallTotals,
  LatencyBucket,
  LatencyHeat,
  RouteTimes,
  SystemStats,
  TimelineBucket,
  UserStats,
} from '../model/statistics.ts';
import type {
  ActivationChange,
  Authentication,
  IssuedKey,
  User,
  UserNames,
  UserOverviewPage,
  UserRef,
  UserSort,
} from '../model/user.ts';
import type { PayloadPaths, ValueCounts } from '../model/values.ts';
import type { ListedTime, Period, Window } from '../model/window.ts';

/** Options of an action. */
export interface ActionOptions {
  /** Person who acts, for the audit log: `ada@admin-panel`; that of the store unless given. */
  readonly actor?: string;
}

/** Options of a cleanup: it reports progress after each chunk; an aborted signal ends it after the current chunk. */
export interface CleanupOptions extends ActionOptions {
  /** Age from which rows are deleted, in days. */
  readonly days: number;
  /** Called after each chunk with the number of rows deleted so far. */
  readonly onProgress?: (deletedCount: number) => void;
  /** Signal that ends the cleanup after the chunk at hand. */
  readonly signal?: AbortSignal;
}

/** Request for a page of the users, with the traffic of those calls of a window that fit a filter. */
export interface UserOverviewRequest extends PageRequest<UserSort>, Omit<CallFilter, 'filter'> {
  /** Period of the traffic. */
  readonly window: Window;
  /** Number of parts that the traffic of each user is divided into. */
  readonly bucketCount: number;
  /** Fills in the details of the page's users, which take longer (false unless given). */
  readonly details?: boolean;
}

/**
 * The API's users. Every function that takes a user throws a PresentsError if there is none, or where the name stands twice. A
 * change is made to exactly one row, or throws a PresentsError and changes nothing.
 */
export interface UserStore {
  /** Makes a user and their key. Throws a PresentsError if the name is refused or taken. */
  create(username: string, options?: ActionOptions): Promise<IssuedKey>;
  /** Makes many users and their keys, all of them or none, in the order of their names. Throws what `create` throws. */
  createMany(usernames: readonly string[], options?: ActionOptions): Promise<readonly IssuedKey[]>;
  /**
   * The active user with this key, or undefined; with `reason`, also why there is none. Whatever is no key is nobody's: no text, however
   * long, is an error. What is asked of the database is the same for every key.
   */
  authenticate(apiKey: string, options: { readonly reason: true }): Promise<Authentication>;
  /** The active user with this key, or undefined. */
  authenticate(apiKey: string, options?: { readonly reason?: false }): Promise<User | undefined>;
  /** All users, newest first, ties by id descending. */
  list(options?: { readonly activeOnly?: boolean }): Promise<readonly User[]>;
  /** The names of all users, to search in: of 100,000 they cross from a thread in a millisecond. */
  names(): Promise<UserNames>;
  /** The user of this id, or undefined. */
  findById(id: Id): Promise<User | undefined>;
  /** The user of exactly this name or id, or undefined. Throws a PresentsError, with the ids, where the name stands twice. */
  find(user: UserRef): Promise<User | undefined>;
  /** Refuses the user's key from now on. */
  deactivate(user: UserRef, options?: ActionOptions): Promise<ActivationChange>;
  /** Accepts the user's key again. */
  reactivate(user: UserRef, options?: ActionOptions): Promise<ActivationChange>;
  /** Replaces the user's key; the old one stops working immediately. */
  regenerateKey(user: UserRef, options?: ActionOptions): Promise<IssuedKey>;
  /**
   * A page of the users, by name unless another order is given, with their traffic in a window, which is divided into `bucketCount`
   * buckets (24 unless given). A filter of calls counts those that fit and leaves out whoever has none; one of a user alone lists that user.
   */
  overview(request?: Listing<UserOverviewRequest>): Promise<UserOverviewPage>;
}

/** Filter and limit for the newest failed calls. */
export interface RecentErrorsOptions extends Omit<CallFilter, 'patienceMs'> {
  /** Most calls that are returned (100 unless given). */
  readonly limit?: number;
  /**
   * Form of a payload: parsed unless given; `text`: as its stored text (`JsonText`) if it is JSON, every digit as it
   * is, in the thread of the store alone; `none`: null.
   */
  readonly payloads?: 'parsed' | 'text' | 'none';
}

/** Request for a page of the failed calls of a window that fit a filter. */
export interface ErrorPageRequest extends PageRequest<ErrorSort>, Omit<CallFilter, 'filter'> {
  /** Period of the calls. */
  readonly window: Window;
}

/** Request for a page of the calls of a window that fit a filter. */
export interface CallPageRequest extends PageRequest<CallSort>, Omit<CallFilter, 'filter'> {
  /** Period of the calls. */
  readonly window: Window;
}

/** A page of calls. */
export type CallPage = ScannedPage<ListedCall>;

/** The log of calls. */
export interface ApiLogStore {
  /** Logs a call and returns its id. Throws a PresentsError that names the field which is not as it should be. */
  log(call: NewApiCall): Promise<Id>;
  /** Logs many calls in one transaction, all of them or none, and returns their ids. Refuses what `log` refuses. */
  logMany(calls: readonly NewApiCall[]): Promise<readonly Id[]>;
  /** One user's calls in a period (30 days unless given), or those that fit; first and last call are of all calls and all time. */
  userStats(user: UserRef, period?: Period, calls?: Omit<CallsWithin, 'username'>): Promise<UserStats>;
  /** All calls in a period (24 hours unless given), or those that fit; top lists of at most `topCount` entries, ten unless given. */
  systemStats(period?: Period, calls?: CallsWithin & { readonly topCount?: number }): Promise<SystemStats>;
  /** Only the sums of a period, for comparing it with another. */
  totals(period: Period, calls?: CallsWithin): Promise<CallTotals>;
  /** The calls over time in buckets of `bucketSeconds`, aligned to whole multiples of it since 1970, gaps filled with zeros. */
  timeline(
    window: Window,
    options: CallsWithin & { readonly bucketSeconds: number },
  ): Promise<readonly TimelineBucket[]>;
  /** Distribution of the response times, from the fastest non-empty step to the slowest. */
  latencies(period: Period, calls?: CallsWithin): Promise<readonly LatencyBucket[]>;
  /** The response times over time, in buckets as `timeline` has them. */
  latencyHeat(window: Window, options: CallsWithin & { readonly bucketSeconds: number }): Promise<LatencyHeat>;
  /** The response times of some routes over time, in the buckets of `timeline` and the order of `routes`. */
  routeTimes(
    window: Window,
    options: CallsWithin & { readonly bucketSeconds: number; readonly routes: readonly string[] },
  ): Promise<readonly RouteTimes[]>;
  /** The newest failed calls (100 unless given), those that fit where a user, a route or statuses are given, of all time unless a time is. */
  recentErrors(options?: RecentErrorsOptions & ListedTime): Promise<readonly ApiError[]>;
  /** A page of the failed calls of a window, the newest first unless another order is given, without their payloads: `requestPayload` is null. */
  errors(request?: Listing<ErrorPageRequest>): Promise<ScannedPage<ApiError>>;
  /**
   * A page of the calls of a window, the newest first unless another order is given, without their payloads and with the beginning of a long
   * message. What has no value to be sorted by comes last in both directions.
   */
  calls(request?: Listing<CallPageRequest>): Promise<CallPage>;
  /** The users, routes and statuses of the calls of a window, or of those that fit. */
  valueCounts(window: Window, calls?: CallsWithin): Promise<ValueCounts>;
  /** The paths to the values in the payloads of the newest calls, `limit` of them (200 unless given); long payloads are left out. */
  payloadPaths(options?: { readonly limit?: number }): Promise<PayloadPaths>;
  /** One call with everything that was logged, or undefined. */
  find(id: Id): Promise<ApiCall | undefined>;
  /** One call with its payloads as they are stored, of each at most `maxLength` UTF-16 units behind `from` (0 unless given), or undefined. */
  findStored(id: Id, options: { readonly maxLength: number; readonly from?: number }): Promise<StoredCall | undefined>;
  /**
   * The successful call (status < 400) next in time to this one, of the same user and route, else of the same route; undefined
   * if there is none near: a bounded number of calls before and after it is looked at.
   */
  nearestSuccess(id: Id): Promise<NearestSuccess | undefined>;
  /**
   * The answer to what is different about the calls of a window that fit, against others: what they have in common, from a sample of
   * both. Statistics, and no proof of a cause.
   */
  why(request?: Listing<WhyRequest>): Promise<CallWhy>;
  /** The newest row of the log. */
  newest(): Promise<NewestCall>;
  /** Counts all calls, and those older than `days`. */
  countOlderThan(days: number): Promise<CleanupEstimate>;
  /** Deletes calls older than `days` (90 unless given) in short transactions; returns how many went. */
  cleanup(options?: Partial<CleanupOptions>): Promise<number>;
}

/** Request for a page of the groups of the failed calls of a window that fit a filter. */
export interface GroupPageRequest extends PageRequest<GroupSort>, Omit<CallFilter, 'filter'> {
  /** Period of the calls. */
  readonly window: Window;
  /** Number of parts that the trend of each group has. */
  readonly bucketCount: number;
  /** True to leave out groups that somebody ignores (false unless given); the answer counts them. */
  readonly hidesIgnored?: boolean;
}

/** Groups of failed calls with one cause, and what people decide about them. */
export interface ErrorGroupStore {
  /**
   * A page of the groups of the failed calls of a window that fit a filter, the worst first unless another order is given, with a trend of
   * `bucketCount` parts (24 unless given). Those that people resolved are in it, and those that they ignore unless `hidesIgnored` is given.
   */
  list(request?: Listing<GroupPageRequest>): Promise<GroupPage>;
  /** One group with its calls in a period (24 hours unless given), which may be none, or undefined. */
  find(id: GroupId, period?: Period): Promise<ErrorGroup | undefined>;
  /**
   * Sets what a person decides about a group, and returns what stood before. It is written to a file of ours, never to the
   * database. Throws a PresentsError if there is no such group.
   */
  triage(id: GroupId, change: Partial<GroupTriage>): Promise<GroupTriage>;
  /** Tells whether decisions outlast this program: there must be a folder for them that belongs to the user. */
  keepsTriage(): Promise<boolean>;
}

/** Things that want an operator's attention. */
export interface AttentionStore {
  /**
   * Everything that wants attention, the worst first, as of a minute ago at most. With patience it is what is known by then, and the
   * next question goes on.
   */
  list(request?: AttentionRequest): Promise<Attention>;
  /**
   * Leaves a line out until it gets worse, or for a day; null takes that back. Returns what stood before. It is written to a file of
   * ours, never to the database.
   */
  setAside(line: string, aside: Aside | null): Promise<Aside | null>;
}

/** The cache of product classifications. */
export interface ProductStore {
  /** The MD5 hex by which a description is known: lower-cased and trimmed, as UTF-8. */
  hash(description: string): string;
  /** The successful classification of this product id, else of this description, where that says anything, or undefined. */
  find(productId: string, description?: string | null): Promise<CachedProduct | undefined>;
  /** The entry of this product id, else of this description, whatever its status, or undefined. */
  findAny(productId: string, description?: string | null): Promise<CachedProduct | undefined>;
  /**
   * The entries of many products, in their order, each as `findAny` answers it, and undefined where there is none; with `successfulOnly` each
   * as `find` answers it.
   */
  getMany(
    products: readonly ProductRef[],
    options?: { readonly successfulOnly?: boolean },
  ): Promise<readonly (CachedProduct | undefined)[]>;
  /** Stores a classification in place of any with the same id or description. */
  put(entry: NewClassification): Promise<void>;
  /** Stores many in one transaction. */
  putMany(entries: readonly NewClassification[]): Promise<void>;
  /** Totals, ages and top categories. */
  stats(): Promise<CacheStats>;
  /** A page of all entries, whatever their status, the newest first unless another order is given. */
  list(request?: Listing<PageRequest<ProductSort>>): Promise<Page<CachedProduct>>;
  /** Marks an entry so that it is never answered again. Throws a PresentsError if there is none. */
  invalidate(productId: string, options?: ActionOptions): Promise<Invalidation>;
  /** Undoes an invalidate: gives the entry its status back. Throws a PresentsError if it is not invalidated: somebody classified it again. */
  restore(productId: string, status: string, options?: ActionOptions): Promise<void>;
  /** Counts all entries, and those older than `days`. */
  countOlderThan(days: number): Promise<CleanupEstimate>;
  /** Deletes entries older than `days` (30 unless given) in short transactions; returns how many went. */
  cleanup(options?: Partial<CleanupOptions>): Promise<number>;
}

/** Actions of administrators. */
export interface AuditStore {
  /** The newest entries (50 unless given), or the newest of those that are looked for. */
  list(options?: AuditFilter & ListedTime & { readonly limit?: number }): Promise<readonly AuditEntry[]>;
  /** A page of the entries that are looked for, the newest first unless another order is given. */
  page(request?: Listing<AuditPageRequest> & ListedTime): Promise<AuditPage>;
}

/** Leases, by which programs on one database see to it that only one of them at a time does a piece of work. */
export interface LeaseStore {
  /**
   * Takes a lease, or prolongs one's own, for so many milliseconds from now; false if another holder has it. A program that ends
   * without giving it back loses it then, so what takes longer must prolong it on the way. The clocks of the machines should agree:
   * a lease that ends more than twice as late as this one would is of a clock that was wrong, and counts for nothing.
   */
  take(name: string, options: { readonly holder: string; readonly forMs: number }): Promise<boolean>;
  /** Lets those of these leases which this holder still has end so many milliseconds from now. */
  prolong(names: readonly string[], options: { readonly holder: string; readonly forMs: number }): Promise<void>;
  /** Gives those of these leases back which this holder has. */
  release(names: readonly string[], holder: string): Promise<void>;
}

/**
 * State of the statistics index: `progress` from 0 to 1; windows from `readyFrom` on are answered by it, all where it
 * is ready.
 */
export interface IndexState {
  /** `none`: the log answers; `building`: it is being made; `ready`: it answers. */
  readonly state: 'none' | 'building' | 'ready';
  /** Share of the index that is made, from 0 to 1. */
  readonly progress: number;
  /** Time from which windows are answered by it; null if none are. */
  readonly readyFrom: Date | null;
  /** The reason why there is none for now and the log answers, a part of a sentence; only where there is something to say. */
  readonly reason?: string | undefined;
}

/** Result of comparing computed sums with the log. */
export type Comparison = 'unchanged' | 'changed' | 'not needed';

/** Options of a comparison: progress, from 0 to 1, and a signal that stops it. */
export interface CompareOptions {
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** Every question that can be asked of a database and every change that can be made to it. All reject with PresentsError. */
export interface Store {
  /** The API's users and their keys. */
  readonly users: UserStore;
  /** The log of calls. */
  readonly apiLogs: ApiLogStore;
  /** Failed calls, grouped by what went wrong. */
  readonly errorGroups: ErrorGroupStore;
  /** Things that want an operator's attention. */
  readonly attention: AttentionStore;
  /** The cache of product classifications. */
  readonly products: ProductStore;
  /** Actions of administrators. */
  readonly audit: AuditStore;
  /** Leases, which programs on one database take in turn. */
  readonly leases: LeaseStore;
  /** An opaque version token; changes whenever the data may have changed. Costs microseconds, on PostgreSQL one round trip. */
  version(): Promise<string>;
  /** Returns the state of the statistics index; costs microseconds. */
  indexState(): Promise<IndexState>;
  /**
   * Compares what was computed of a window before with the log. Where it was `changed`, the log answers until the index is
   * right again; `not needed` means that the log answered all along.
   */
  compare(window: Window, options?: CompareOptions): Promise<Comparison>;
  /** Finishes what was begun and lets the file go. */
  close(): Promise<void>;
}

/** Options for opening a store. */
export interface StoreOptions {
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
  /** Person who acts, for the audit log: `user@host`. */
  readonly actor?: string;
  /** Time that a question or an action waits for a lock, in milliseconds (5,000 unless given). */
  readonly busyTimeoutMs?: number;
  /**
   * For a process that writes all day: keeps the connection for writing open between actions, and lets the first question put
   * in order what a crashed program left half written (false unless given).
   */
  readonly keepWriter?: boolean;
}
