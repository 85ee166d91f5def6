import type { CellContext } from '../../columns/column.ts';
import { errorReportColumns } from '../../columns/errors.ts';
import {
  cacheSummary,
  categoryColumns,
  noCategories,
  systemSummary,
  topRouteColumns,
  topUserColumns,
} from '../../columns/stats.ts';
import { userOverviewColumns } from '../../columns/users.ts';
import type { ApiError } from '../../model/call.ts';
import type { Location } from '../../model/location.ts';
import type { CacheStats } from '../../model/product.ts';
import type { TimelineBucket } from '../../model/statistics.ts';
import type { UserOverviewPage } from '../../model/user.ts';
import { locationText } from '../../store/location.ts';
import { formatCount, formatDateTime, formatSpan, formatWindow, zoneName } from '../../text/format.ts';
import { cellWidth } from '../../text/width.ts';
import type { Listing } from '../print/print.ts';
import { tableLines } from '../print/table.ts';
import { wrapParts } from '../print/wrap-parts.ts';
import { callsChart } from './calls-chart.ts';
import type { ComparedStats } from './stats-system.ts';
import { summaryLines } from './summary.ts';

const gap = 4;
/** Number of lines above and below the area of a chart, for its name and its time axis. */
const chartFrameLines = 2;
/** Narrower than this, a block stands below its neighbour instead of beside it. */
const narrowestNeighbour = 42;

/** The buckets of the timeline. */
export const bucketMinutes = 15;

/** Data of the dashboard, read once. */
export interface Snapshot extends ComparedStats {
  readonly users: UserOverviewPage;
  readonly timeline: readonly TimelineBucket[];
  readonly errors: readonly ApiError[];
  readonly cache: CacheStats;
}

/** Settings of a snapshot's text; `width` in cells. */
export interface SnapshotLayout {
  readonly location: Location;
  /** A command for this database, or undefined if none can be pasted. */
  readonly commandFor: (path: string) => string | undefined;
  readonly width: number;
  readonly cells: CellContext;
}

/** A snapshot as lines without colours, none wider than the layout. */
export function snapshotLines(snapshot: Snapshot, layout: SnapshotLayout): readonly string[] {
  const { cells, width, location } = layout;
  const time = `${formatDateTime(cells.now, false)} ${zoneName(cells.now, false)}`;
  const failures = { columns: errorReportColumns, rows: snapshot.errors, whenEmpty: 'No call has failed.' };
  return [
    ...wrapParts(['presents', locationText(location), time], width),
    '',
    ...usersBlock(snapshot, layout),
    '',
    ...systemBlock(snapshot, layout),
    '',
    ...topsBlock(snapshot, layout),
    '',
    ...['Latest errors', ...table(failures, layout)],
    '',
    ...cacheBlock(snapshot, layout),
  ];
}

function usersBlock({ users, stats }: Snapshot, layout: SnapshotLayout): readonly string[] {
  const { rows, total, activeTotal } = users;
  const columns = userOverviewColumns(`last ${formatWindow(stats.periodHours)}`);
  const left = total - rows.length;
  const { commandFor } = layout;
  return [
    ...wrapParts(['Users', `${formatCount(total)} · ${formatCount(activeTotal)} active`], layout.width),
    ...table({ columns, rows, whenEmpty: withCommand('No users yet', commandFor('user create'), ' NAME') }, layout),
    ...(left > 0 ? [withCommand(`… and ${formatCount(left)} more`, commandFor('user list'))] : []),
  ];
}

function withCommand(text: string, command: string | undefined, operands = ''): string {
  return command === undefined ? text : `${text}: ${command}${operands}`;
}

function systemBlock({ stats, before, timeline }: Snapshot, layout: SnapshotLayout): readonly string[] {
  const { width, cells } = layout;
  const length = formatWindow(stats.periodHours);
  const span = formatSpan(stats.from, cells.now, false);
  const numbers = summaryLines(systemSummary(stats, layout.cells, before), withoutColor);
  const shape = { title: `calls per ${bucketMinutes} min`, from: stats.from, to: cells.now, style: cells.style };
  const chart = (chartWidth: number) =>
    callsChart(timeline, { ...shape, width: chartWidth, height: numbers.length - chartFrameLines });
  return [
    ...wrapParts(['System', `last ${length}`, span, `change against the ${length} before`], width),
    ...besides(numbers, chart, width),
  ];
}

function topsBlock({ stats: { topUsers, topRoutes } }: Snapshot, layout: SnapshotLayout): readonly string[] {
  const whenEmpty = 'No calls in this time.';
  const users = { columns: topUserColumns(topUsers), rows: topUsers, whenEmpty };
  const routes = { columns: topRouteColumns, rows: topRoutes, whenEmpty };
  const half = Math.floor((layout.width - gap) / 2);
  const leftWidth = half < narrowestNeighbour ? layout.width : half;
  return besides(
    ['Top users', ...table(users, { ...layout, width: leftWidth })],
    (width) => ['Top routes', ...table(routes, { ...layout, width })],
    layout.width,
  );
}

function cacheBlock({ cache }: Snapshot, layout: SnapshotLayout): readonly string[] {
  const rows = cache.topCategories;
  const categories = { columns: categoryColumns(rows), rows, whenEmpty: noCategories(cache) };
  return besides(
    ['Cache', ...summaryLines(cacheSummary(cache, layout.cells), withoutColor)],
    (width) => ['Top categories', ...table(categories, { ...layout, width })],
    layout.width,
  );
}

function table<Row>({ columns, rows, whenEmpty }: Listing<Row>, { width, cells }: SnapshotLayout): readonly string[] {
  return rows.length === 0 ? [whenEmpty] : tableLines(columns, rows, { width, cells, paint: withoutColor });
}

/** A block with another at its right, or below it where the width does not do for both. */
function besides(
  left: readonly string[],
  right: (width: number) => readonly string[],
  totalWidth: number,
): readonly string[] {
  const leftWidth = Math.max(...left.map(cellWidth));
  const rightWidth = totalWidth - leftWidth - gap;
  if (rightWidth < narrowestNeighbour) return [...left, '', ...right(totalWidth)];
  const rightLines = right(rightWidth);
  return Array.from({ length: Math.max(left.length, rightLines.length) }, (_, row) => {
    const line = left[row] ?? '';
    return `${line}${' '.repeat(leftWidth - cellWidth(line) + gap)}${rightLines[row] ?? ''}`.trimEnd();
  });
}

function withoutColor(text: string): string {
  return text;
}
