import type { AgeBucket, CacheStats, CategoryCount } from '../model/product.ts';
import type { LatencyBucket, StatusCount } from '../model/statistics.ts';
import type { RouteCount, UserCount } from '../model/values.ts';
import { bar } from '../text/chart.ts';
import { formatCount, formatShare, NONE } from '../text/format.ts';
import { msSpan } from '../text/ms-span.ts';
import { fittingNumber, routeCell, statusTone, textCell } from './cells.ts';
import type { Column, Tone } from './column.ts';

const BAR_MAX_WIDTH = 32;

/** A whole in parts: what a part is called, how much of the whole it is, and the colour of its bar. */
interface Distribution<Row> {
  readonly label: Pick<Column<Row>, 'id' | 'header' | 'align' | 'minWidth' | 'maxWidth' | 'cell' | 'value'>;
  readonly count: { readonly id: string; readonly header: string; of(row: Row): number };
  readonly tone: (row: Row) => Tone;
}

/** The columns of status codes; shares are of the rows given, bars compare them. */
export function statusColumns(rows: readonly StatusCount[]): readonly Column<StatusCount>[] {
  const tone = (row: StatusCount) => statusTone(row.statusCode);
  return distributionColumns(rows, {
    label: {
      ...heading('statusCode', 'status', 6),
      cell: (row) => ({ text: row.statusCode === null ? NONE : String(row.statusCode), tone: tone(row) }),
      value: (row) => row.statusCode,
    },
    count: { id: 'callCount', header: 'calls', of: (row) => row.callCount },
    tone,
  });
}

/** Text in place of the top categories when there are none: only those of successful entries are counted. */
export function noCategories({ totalCached }: Pick<CacheStats, 'totalCached'>): string {
  return totalCached === 0 ? 'Nothing is cached yet.' : 'No successful entry has a category.';
}

/** The columns of product categories; shares are of the rows given, bars compare them. */
export function categoryColumns(rows: readonly CategoryCount[]): readonly Column<CategoryCount>[] {
  return distributionColumns(rows, {
    label: {
      ...heading('category', 'category', 10),
      maxWidth: 32,
      cell: (row, _context, width) => textCell(row.category, width),
      value: (row) => row.category,
    },
    count: { id: 'count', header: 'products', of: (row) => row.count },
    tone: () => 'chart',
  });
}

/** The columns of numbers of calls of users; shares are of the rows given, bars compare them. */
export function userCountColumns(rows: readonly UserCount[]): readonly Column<UserCount>[] {
  return distributionColumns(rows, {
    label: {
      ...heading('username', 'user', 12),
      maxWidth: 32,
      cell: (row, _context, width) => textCell(row.username, width),
      value: (row) => row.username,
    },
    count: { id: 'callCount', header: 'calls', of: (row) => row.callCount },
    tone: () => 'chart',
  });
}

/** The columns of numbers of calls of routes; shares are of the rows given, bars compare them. */
export function routeCountColumns(rows: readonly RouteCount[]): readonly Column<RouteCount>[] {
  return distributionColumns(rows, {
    label: {
      ...heading('apiRoute', 'route', 12),
      maxWidth: 40,
      cell: (row, _context, width) => routeCell(row.apiRoute, width),
      value: (row) => row.apiRoute,
    },
    count: { id: 'callCount', header: 'calls', of: (row) => row.callCount },
    tone: () => 'chart',
  });
}

/** The columns of a latency histogram, one step a row. */
export function latencyColumns(rows: readonly LatencyBucket[]): readonly Column<LatencyBucket>[] {
  return distributionColumns(rows, {
    label: {
      ...heading('fromMs', 'time', 10),
      align: 'right',
      cell: ({ fromMs, toMs }) => ({ text: msSpan(fromMs, toMs), tone: 'muted' }),
      value: (row) => row.fromMs,
    },
    count: { id: 'callCount', header: 'calls', of: (row) => row.callCount },
    tone: () => 'chart',
  });
}

/** The columns of how old the cached products are. */
export function ageColumns(rows: readonly AgeBucket[]): readonly Column<AgeBucket>[] {
  return distributionColumns(rows, {
    label: {
      ...heading('fromDays', 'age', 9),
      cell: (row) => ({ text: ageLabel(row), tone: 'muted' }),
      value: (row) => row.fromDays,
    },
    count: { id: 'count', header: 'products', of: (row) => row.count },
    tone: () => 'chart',
  });
}

function heading(id: string, header: string, minWidth: number) {
  return { id, header, align: 'left', minWidth } as const;
}

function ageLabel({ fromDays, toDays }: AgeBucket): string {
  if (toDays === null) return `${fromDays} d +`;
  return fromDays === 0 ? `< ${toDays} d` : `${fromDays}–${toDays} d`;
}

function distributionColumns<Row>(
  rows: readonly Row[],
  { label, count, tone }: Distribution<Row>,
): readonly Column<Row>[] {
  const counts = rows.map((row) => count.of(row));
  const most = counts.reduce((highest, one) => Math.max(highest, one), 0);
  const total = counts.reduce((sum, one) => sum + one, 0);
  return [
    { ...label, priority: 0 },
    {
      id: 'bar',
      header: '',
      align: 'left',
      minWidth: 6,
      maxWidth: BAR_MAX_WIDTH,
      grow: 1,
      priority: 3,
      cell: (row, { style }, width) => ({
        text: bar(count.of(row), most, Math.min(BAR_MAX_WIDTH, width), style),
        tone: tone(row),
      }),
      value: () => null,
    },
    {
      id: count.id,
      header: count.header,
      align: 'right',
      minWidth: Math.max(7, count.header.length),
      maxWidth: 13,
      priority: 1,
      cell: (row, _context, width) => ({ text: fittingNumber(formatCount(count.of(row)), count.of(row), width) }),
      value: (row) => count.of(row),
    },
    {
      id: 'share',
      header: 'share',
      align: 'right',
      minWidth: 7,
      priority: 4,
      cell: (row) => ({ text: formatShare(count.of(row), total), tone: 'muted' }),
      value: (row) => (total === 0 ? null : count.of(row) / total),
    },
  ];
}
