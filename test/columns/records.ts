import type { CellContext, Column } from '../../src/columns/column.ts';
import type { ApiError, ListedCall } from '../../src/model/call.ts';
import type { ErrorGroup } from '../../src/model/error-group.ts';
import type { CachedProduct } from '../../src/model/product.ts';
import { defaultThresholds } from '../../src/model/settings.ts';
import type { CallTotals, RouteStats, UserStats } from '../../src/model/statistics.ts';
import type { UserOverview } from '../../src/model/user.ts';

/** The moment at which the tests look. */
export const now = new Date('2026-11-22T07:00:00Z');

/** Context of the tests: local time, with the finest signs. */
export const context: CellContext = { now, utc: false, style: 'blocks', errorShare: defaultThresholds.errorShare };

/** Text that would paint, ring, hide and break lines. */
export const hostile = 'evil\u001b[31m\u202e\u200b\n\u0007東京';

/** A user with traffic. */
export function overview(changes: Partial<UserOverview> = {}): UserOverview {
  return {
    id: 7,
    username: 'acme-shop',
    isActive: true,
    createdAt: new Date('2025-12-15T10:00:00Z'),
    updatedAt: new Date('2026-01-02T03:04:05Z'),
    lastCallAt: new Date(now.getTime() - 3000),
    callCount: 1243,
    errorCount: 89,
    avgResponseMs: 48.06,
    callsByBucket: [1, 2, 3, 4, 5, 6, 7, 8],
    ...changes,
  };
}

/** A failed call. */
export function apiError(changes: Partial<ApiError> = {}): ApiError {
  return {
    id: 9,
    dateTime: new Date(now.getTime() - 60_000),
    username: 'gift-bot',
    apiRoute: '/api/gifts/rank',
    statusCode: 500,
    errorMessage: 'Upstream timeout after 30000 ms',
    requestPayload: null,
    ...changes,
  };
}

/** A group of failed calls. */
export function errorGroup(changes: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    id: '3f2a1b0c',
    statusCode: 422,
    message: 'Validation failed: recipient.age',
    state: 'rising',
    triage: { resolvedAt: null, ignoredAt: null, note: '' },
    isResolved: false,
    isIgnored: false,
    callCount: 1382,
    userCount: 19,
    routes: ['/api/predict', '/api/batch', '/api/rank'],
    topRoute: '/api/predict',
    topUser: 'wunschzettel-app',
    topUserShare: 0.94,
    firstSeenAt: new Date('2026-10-26T06:12:00Z'),
    lastSeenAt: new Date(now.getTime() - 13 * 3_600_000),
    trend: [0, 1, 2, 8],
    usualPerHour: 6.2,
    ...changes,
  };
}

/** A call that succeeded. */
export function listedCall(changes: Partial<ListedCall> = {}): ListedCall {
  return {
    id: 10,
    dateTime: new Date(now.getTime() - 60_000),
    userId: 7,
    username: 'acme-shop',
    apiRoute: '/api/predict',
    statusCode: 200,
    responseTimeMs: 48.06,
    errorMessage: null,
    ...changes,
  };
}

/** A cached classification. */
export function product(changes: Partial<CachedProduct> = {}): CachedProduct {
  return {
    id: 1,
    productId: 'P-1',
    productHash: 'd41d8cd98f00b204e9800998ecf8427e',
    threadId: null,
    runId: null,
    itemMainCategory: 'Toys',
    itemSubCategory: 'Puzzles',
    color: null,
    brand: 'Ravensburger',
    vendor: null,
    valuePrice: 12.5,
    targetDemographic: null,
    utilityType: null,
    durability: null,
    usageType: null,
    classifiedAt: new Date('2026-11-20T09:30:00Z'),
    classificationStatus: 'success',
    rawDescription: null,
    ...changes,
  };
}

/** The sums of a window. */
export function totals(changes: Partial<CallTotals> = {}): CallTotals {
  return {
    from: new Date('2026-11-21T07:00:00Z'),
    to: null,
    totalCalls: 333_102,
    activeUsers: 498,
    avgResponseMs: 48.1,
    p50ResponseMs: 32,
    p95ResponseMs: 180,
    p99ResponseMs: 410,
    errorCount: 23_316,
    serverErrorCount: 3331,
    ...changes,
  };
}

/** One user's sums. */
export function userStats(changes: Partial<UserStats> = {}): UserStats {
  return {
    ...totals(),
    username: 'acme-shop',
    periodDays: 30,
    minResponseMs: 1.2,
    maxResponseMs: 30_004,
    uniqueEndpoints: 5,
    endpoints: [],
    firstCallAt: new Date('2025-12-16T08:00:00Z'),
    lastCallAt: new Date('2026-11-22T06:59:57Z'),
    ...changes,
  };
}

/** A route with its calls. */
export function route(changes: Partial<RouteStats> = {}): RouteStats {
  return {
    apiRoute: '/api/predict',
    callCount: 180_222,
    errorCount: 14_238,
    avgResponseMs: 48,
    p95ResponseMs: 220,
    ...changes,
  };
}

/** Returns the cell that the column of this id shows for a row. */
export function cellOf<Row>(columns: readonly Column<Row>[], id: string, row: Row, width = Number.POSITIVE_INFINITY) {
  return column(columns, id).cell(row, context, width);
}

/** Returns the value that the column of this id writes to CSV. */
export function csvValueOf<Row>(columns: readonly Column<Row>[], id: string, row: Row) {
  return column(columns, id).value(row);
}

function column<Row>(columns: readonly Column<Row>[], id: string): Column<Row> {
  const found = columns.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no column ${id}`);
  return found;
}
