import type { ListedCall } from '../model/call.ts';
import { messageColumn, routeColumn, statusColumn, timeColumn, userColumn } from './call-parts.ts';
import { briefTimeCell, msCell, storedTime } from './cells.ts';
import type { Column } from './column.ts';

const briefTimeColumn: Column<ListedCall> = {
  ...timeColumn,
  minWidth: 12,
  maxWidth: 18,
  cell: (call, context, width) => briefTimeCell(storedTime(call.dateTime, call.dateTimeText), context, width),
};

const msColumn: Column<ListedCall> = {
  id: 'responseMs',
  header: 'MS',
  align: 'right',
  minWidth: 7,
  maxWidth: 9,
  priority: 2,
  sort: 'ms',
  cell: (call, _context, width) => msCell(call.responseTimeMs, width),
  value: (call) => call.responseTimeMs,
};

const reportedMessageColumn: Column<ListedCall> = { ...messageColumn, priority: 4, sort: 'message' };
const otherColumns = [
  { ...userColumn, minWidth: 16 },
  statusColumn,
  { ...routeColumn, maxWidth: 60 },
  msColumn,
] as const;

/** The columns of calls on a live screen, whose time is as brief as the day allows. */
export const callColumns: readonly Column<ListedCall>[] = [
  briefTimeColumn,
  ...otherColumns,
  // On a narrow screen the message of the selected call stands below the list.
  { ...reportedMessageColumn, minWidth: 24 },
];

/** The columns of calls in a report that is read later. */
export const callReportColumns: readonly Column<ListedCall>[] = [timeColumn, ...otherColumns, reportedMessageColumn];
