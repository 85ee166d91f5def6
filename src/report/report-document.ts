import { callReportColumns } from '../columns/calls.ts';
import { withChange } from '../columns/change.ts';
import type { Cell, CellContext, Column } from '../columns/column.ts';
import { countsBefore } from '../columns/counts-before.ts';
import { errorGroupReportColumns } from '../columns/error-groups.ts';
import { type SummaryLine, statusColumns, systemSummary, topRouteColumns, topUserColumns } from '../columns/stats.ts';
import type { ErrorGroup } from '../model/error-group.ts';
import type { ReportData } from '../questions/report-data.ts';
import { formatCount, formatSpan } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { callsChart, type TimeChart, timesChart } from './report-charts.ts';

/** A table of a report: its headings and its cells, which are printable; a bar before a row compares it with the others. */
export interface ReportTable {
  readonly title: string;
  readonly heads: readonly { readonly text: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said if there are no rows. */
  readonly empty: string;
  /** Said below them. */
  readonly note?: string;
}

/** A report, before it is written in some format: every text in it is printable. */
export interface ReportDocument {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly totals: readonly SummaryLine[];
  /** The window that the changes are against. */
  readonly against: string;
  readonly charts: readonly TimeChart[];
  readonly tables: readonly ReportTable[];
}

/** Facts about a report beside its data. */
export interface ReportContext {
  readonly database: string;
  readonly cells: CellContext;
}

/** Puts the answers of a store into the order and the words of a report. */
export function reportDocument(data: ReportData, { database, cells }: ReportContext): ReportDocument {
  const { from, to, filter, stats, before } = data;
  const { now, utc } = cells;
  const against = formatSpan(before.from, before.to ?? now, utc, now);
  return {
    title: `Calls of ${formatSpan(from, to, utc, now)}`,
    facts: [
      ['Database', printable(database)],
      ...(filter.trim() === '' ? [] : [['Filter', printable(filter)] as const]),
      ['Changes', `against ${against}`],
    ],
    totals: systemSummary(stats, cells, before),
    against,
    charts: [callsChart(data, cells), timesChart(data, cells)],
    tables: tablesOf(data, cells),
  };
}

function tablesOf({ stats, before, groups, slowest }: ReportData, cells: CellContext): readonly ReportTable[] {
  const { topUsers, topRoutes, statusCodes } = stats;
  const counts = countsBefore(before);
  const hasNotes = groups.rows.some(({ triage }) => triage.note !== '');
  const empty = 'No calls in this time.';
  return [
    {
      ...tableOf('Errors', groupColumns(hasNotes), groups.rows, cells),
      empty: 'No call failed in this time.',
      ...notesAbout(groups.rows.length, groups.total, 'groups'),
    },
    { ...tableOf('Top users', withChange(topUserColumns(topUsers), counts.user), topUsers, cells), empty },
    { ...tableOf('Top routes', withChange(topRouteColumns, counts.route), topRoutes, cells), empty },
    { ...tableOf('Status', withChange(statusColumns(statusCodes), counts.status), statusCodes, cells), empty },
    { ...tableOf('Slowest calls', callReportColumns, slowest, cells), empty },
  ];
}

/** The columns of groups that a page has room for, what is read first in front. */
const GROUP_COLUMNS = [
  'state',
  'callCount',
  'userCount',
  'statusCode',
  'message',
  'topRoute',
  'topUser',
  'lastSeen',
  'note',
  'group',
];

function groupColumns(hasNotes: boolean): readonly Column<ErrorGroup>[] {
  const columns = errorGroupReportColumns(hasNotes);
  return GROUP_COLUMNS.flatMap((id) => columns.filter((column) => column.id === id));
}

function notesAbout(shown: number, total: number, noun: string): { readonly note?: string } {
  return shown < total ? { note: `${formatCount(shown)} of ${formatCount(total)} ${noun}.` } : {};
}

function tableOf<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  cells: CellContext,
): Pick<ReportTable, 'title' | 'heads' | 'rows'> {
  // A column without a heading draws what another one says.
  const named = columns.filter(({ header }) => header !== '');
  return {
    title,
    heads: named.map(({ header, align }) => ({
      text: header.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
      align,
    })),
    rows: rows.map((row) => named.map((column) => trimmed(column.cell(row, cells, Number.POSITIVE_INFINITY)))),
  };
}

/** A cell without the blanks that align it in a terminal. */
function trimmed({ text, ...cell }: Cell): Cell {
  return { ...cell, text: text.trim() };
}
