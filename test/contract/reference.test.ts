import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiError } from '../../src/model/call.ts';
import type { CachedProduct, CacheStats } from '../../src/model/product.ts';
import type { RouteStats, SystemStats, UserStats } from '../../src/model/statistics.ts';
import type { User } from '../../src/model/user.ts';
import { toTimestamp } from '../../src/store/answers/timestamps.ts';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import type { Store } from '../../src/store/store.ts';
import { type ExpectedCase, expected } from '../helpers/store.ts';
import { engines } from './engines.ts';

/** Asks the store what the original was asked, and gives the answer in the original's names. */
type Ask = (store: Store, args: ExpectedCase['args']) => Promise<unknown>;

const ASK: Readonly<Record<string, Ask>> = {
  list_users: async (store, args) => (await store.users.list({ activeOnly: Boolean(args.active_only) })).map(userRow),
  authenticate_user: async (store, args) => optional(await store.users.authenticate(text(args.api_key)), userRow),
  hash_api_key: async (_, args) => hashApiKey(text(args.api_key)),
  get_system_api_stats: async (store, args) =>
    systemRow(await store.apiLogs.systemStats({ hours: Number(args.hours) })),
  get_user_api_stats: async (store, args) =>
    userStatsRow(await store.apiLogs.userStats(text(args.username), { days: Number(args.days) })),
  get_recent_errors: async (store, args) => {
    const errors = await store.apiLogs.recentErrors({ limit: Number(args.limit) });
    return errors.length > 100 ? { count: errors.length } : errors.map(errorRow);
  },
  get_classification_stats: async (store) => cacheRow(await store.products.stats()),
  get_cached_classification: async (store, args) => {
    const found = await store.products.find(text(args.product_id), args.description);
    return optional(found, productRow);
  },
  get_product_hash: async (store, args) => store.products.hash(text(args.description)),
  cleanup_old_logs: async (store, args) => store.apiLogs.cleanup({ days: Number(args.days) }),
  cleanup_old_cache: async (store, args) => store.products.cleanup({ days: Number(args.days) }),
};

describe.each(engines)('On the reference file the store answers as the original did ($name)', ({ openReference }) => {
  let untouched: Store;
  // The cases of a sequence change one file, each after the other.
  const changed = new Map<string, Store>();
  beforeAll(async () => {
    untouched = await openReference();
    for (const { sequence } of expected.cases) {
      if (sequence !== undefined && !changed.has(sequence)) {
        changed.set(sequence, await openReference());
      }
    }
  });

  test.each(expected.cases.map((one) => ({ name: `${one.function} ${JSON.stringify(one.args)}`, one })))(
    '$name',
    async ({ one }) => {
      const store = (one.sequence === undefined ? undefined : changed.get(one.sequence)) ?? untouched;
      const answer = await ASK[one.function]?.(store, one.args);
      expect(withFreeOrder(rounded(answer))).toEqual(withFreeOrder(rounded(one.expected)));
    },
  );
});

function text(value: string | undefined): string {
  if (value === undefined) throw new TypeError('The case lacks an argument.');
  return value;
}

function optional<T>(value: T | undefined, toRow: (value: T) => unknown): unknown {
  return value === undefined ? null : toRow(value);
}

function time(date: Date | null): string | null {
  return date === null ? null : toTimestamp(date);
}

function userRow(user: User) {
  return {
    id: user.id,
    username: user.username,
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    is_active: user.isActive ? 1 : 0,
  };
}

function systemRow(stats: SystemStats) {
  return {
    total_calls: stats.totalCalls,
    active_users: stats.activeUsers,
    avg_response_time: stats.avgResponseMs,
    error_count: stats.errorCount,
    server_error_count: stats.serverErrorCount,
    top_users: stats.topUsers.map(({ username, callCount }) => ({ username, call_count: callCount })),
    period_hours: stats.periodHours,
  };
}

function userStatsRow(stats: UserStats) {
  return {
    total_calls: stats.totalCalls,
    avg_response_time: stats.avgResponseMs,
    max_response_time: stats.maxResponseMs,
    min_response_time: stats.minResponseMs,
    error_count: stats.errorCount,
    unique_endpoints: stats.uniqueEndpoints,
    endpoints: stats.endpoints.map(routeRow),
    period_days: stats.periodDays,
  };
}

function routeRow(route: RouteStats) {
  return { api_route: route.apiRoute, call_count: route.callCount, avg_response_time: route.avgResponseMs };
}

function errorRow(error: ApiError) {
  return {
    id: error.id,
    date_time: time(error.dateTime),
    username: error.username,
    api_route: error.apiRoute,
    response_status_code: error.statusCode,
    error_message: error.errorMessage,
    request_payload: error.requestPayload,
  };
}

function cacheRow(stats: CacheStats) {
  return {
    total_cached: stats.totalCached,
    unique_products: stats.uniqueProducts,
    successful: stats.successful,
    failed: stats.failed,
    oldest_entry: time(stats.oldestEntry),
    newest_entry: time(stats.newestEntry),
    top_categories: stats.topCategories.map(({ category, count }) => ({ item_main_category: category, count })),
  };
}

function productRow(product: CachedProduct) {
  return {
    id: product.id,
    product_id: product.productId,
    product_hash: product.productHash,
    thread_id: product.threadId,
    run_id: product.runId,
    item_main_category: product.itemMainCategory,
    item_sub_category: product.itemSubCategory,
    color: product.color,
    brand: product.brand,
    vendor: product.vendor,
    value_price: product.valuePrice,
    target_demographic: product.targetDemographic,
    utility_type: product.utilityType,
    durability: product.durability,
    usage_type: product.usageType,
    classified_at: time(product.classifiedAt),
    classification_status: product.classificationStatus,
    raw_description: product.rawDescription,
  };
}

/** Averages depend in their last digits on the order of the rows, which an index changes. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'number' ? Number(part.toFixed(9)) : part));
}

/** Top lists with equal counts have no order among those; the tenth may be another of the same count. */
function withFreeOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withFreeOrder(part)]));
  }
  const counts = value.map((entry) => entry.call_count ?? entry.count);
  if (counts.some((count) => count === undefined)) return value;
  const last = counts.at(-1);
  const certain = value.length < 10 ? value : value.filter((_, index) => counts[index] > last);
  return { counts, entries: certain.map((entry) => JSON.stringify(entry)).sort() };
}
