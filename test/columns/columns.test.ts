import { describe, expect, test } from 'vitest';
import { auditColumns } from '../../src/columns/audit.ts';
import { callListColumns, callReportColumns } from '../../src/columns/calls.ts';
import type { Column } from '../../src/columns/column.ts';
import { errorListColumns, errorReportColumns } from '../../src/columns/errors.ts';
import { productColumns } from '../../src/columns/products.ts';
import {
  categoryColumns,
  endpointColumns,
  statusColumns,
  topRouteColumns,
  topUserColumns,
} from '../../src/columns/stats.ts';
import { userColumns, userOverviewColumns, userReportColumns } from '../../src/columns/users.ts';
import type { AuditEntry } from '../../src/model/audit.ts';
import { fitColumns } from '../../src/text/layout.ts';
import { cellWidth } from '../../src/text/width.ts';
import { apiError, cellOf, context, hostile, listedCall, now, overview, product, route } from './records.ts';

const audit: AuditEntry = {
  id: 1,
  dateTime: now,
  actor: hostile,
  action: 'user.create',
  target: hostile,
  detail: { note: hostile },
};
const topUser = { username: hostile, callCount: 3, errorCount: 1, avgResponseMs: 5 };
const category = { category: hostile, count: 3 };
const failed = apiError({ username: hostile, apiRoute: hostile, errorMessage: hostile });
const call = listedCall({ username: hostile, apiRoute: hostile, errorMessage: hostile, dateTimeText: hostile });
const cached = product({
  productId: hostile,
  classificationStatus: hostile,
  itemMainCategory: hostile,
  itemSubCategory: hostile,
  brand: hostile,
});

interface Subject {
  readonly name: string;
  readonly columns: readonly Omit<Column<unknown>, 'cell' | 'value'>[];
  texts(): readonly string[];
}

function subject<Row>(name: string, columns: readonly Column<Row>[], row: Row): Subject {
  return { name, columns, texts: () => columns.map((column) => column.cell(row, context, 30).text) };
}

const subjects: readonly Subject[] = [
  subject('users', userColumns, overview({ username: hostile })),
  subject('users with traffic', userOverviewColumns('last 30 d'), overview({ username: hostile })),
  subject('users with details', userReportColumns('last 30 d'), overview({ username: hostile, topRoute: hostile })),
  subject('errors', errorListColumns(200), failed),
  subject('errors on a narrow screen', errorListColumns(80), failed),
  subject('reported errors', errorReportColumns, failed),
  subject('calls', callListColumns(200), { ...call, dateTime: null }),
  subject('calls on a narrow screen', callListColumns(80), { ...call, dateTime: null }),
  subject('reported calls', callReportColumns, { ...call, dateTime: null }),
  subject('products', productColumns, cached),
  subject('audit', auditColumns, audit),
  subject('top users', topUserColumns([topUser]), topUser),
  subject('top routes', topRouteColumns, route({ apiRoute: hostile })),
  subject('endpoints', endpointColumns, route({ apiRoute: hostile })),
  subject('status codes', statusColumns([]), { statusCode: 200, callCount: 1 }),
  subject('categories', categoryColumns([category]), category),
];

describe.each(subjects)('the columns of $name', ({ columns, texts }) => {
  test('let nothing from the database reach the terminal', () => {
    for (const text of texts()) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/v);
  });

  test('have room for their headers', () => {
    for (const { header, minWidth } of columns) expect(cellWidth(header)).toBeLessThanOrEqual(minWidth);
  });

  test('have each their own id', () => {
    expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
  });

  test.each([40, 60, 80, 120])('fit into %i cells and show more than a name', (width) => {
    const fitted = fitColumns(columns, width, 2);
    expect(fitted.length).toBeGreaterThan(1);
    expect(fitted.reduce((sum, column) => sum + column.width + 2, -2)).toBeLessThanOrEqual(width);
  });
});

describe('the columns of the audit log', () => {
  test('show details as JSON, and none as a dash', () => {
    expect(cellOf(auditColumns, 'detail', { ...audit, detail: { rows: 3 } }).text).toBe('{"rows":3}');
    expect(cellOf(auditColumns, 'detail', { ...audit, detail: 'not JSON' }).text).toBe('not JSON');
    expect(cellOf(auditColumns, 'detail', { ...audit, detail: null }).text).toBe('–');
  });
});

describe('the list of users', () => {
  const visible = (width: number) => fitColumns(userOverviewColumns('last 24 h'), width, 3).map(({ id }) => id);

  test('shows everything in 116 cells', () => {
    expect(visible(116)).toHaveLength(8);
  });

  test('gives up what matters least first', () => {
    expect(visible(76)).toEqual(['username', 'isActive', 'lastCallAt', 'callCount', 'callsByBucket', 'errorCount']);
    expect(visible(36)).toEqual(['username', 'isActive', 'callCount']);
  });
});
