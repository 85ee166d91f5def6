import type { ListedCall } from '../model/call.ts';
import { formatId } from '../text/format.ts';
import {
  ageColumn,
  briefStatusColumn,
  briefTimeColumn,
  callIdColumn,
  callWidths,
  messageColumn,
  narrowTimeColumn,
  routeColumn,
  statusColumn,
  timeColumn,
  userColumn,
} from './call-parts.ts';
import { msCell } from './cells.ts';
import type { Column } from './column.ts';

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
  { ...userColumn, minWidth: 16, grow: 2 },
  statusColumn,
  { ...routeColumn, maxWidth: 60 },
  msColumn,
] as const;

const userIdColumn: Column<ListedCall> = {
  id: 'userId',
  header: 'USER ID',
  align: 'right',
  minWidth: 7,
  maxWidth: 20,
  grow: 0,
  priority: 8,
  cell: ({ userId }) => ({ text: formatId(userId), tone: 'muted' }),
  value: ({ userId }) => userId,
};

/** The columns of a list of calls on a screen of a width: below that of a message column, another line has room for the message. */
export function callListColumns(screenWidth: number): readonly Column<ListedCall>[] {
  // On a narrow screen the message of the selected call stands below the list.
  const [time, user, status, route, ms, message] = [
    briefTimeColumn,
    ...otherColumns,
    { ...reportedMessageColumn, minWidth: 24 },
  ];
  if (screenWidth < callWidths.whole) return [narrowTimeColumn, user, briefStatusColumn, route, ms];
  return [
    time,
    ...(screenWidth < callWidths.age ? [] : [ageColumn]),
    user,
    ...(screenWidth < callWidths.ids ? [] : [userIdColumn]),
    status,
    route,
    ms,
    message,
    ...(screenWidth < callWidths.ids ? [] : [callIdColumn]),
  ];
}

/** The columns of calls in a report that is read later. */
export const callReportColumns: readonly Column<ListedCall>[] = [timeColumn, ...otherColumns, reportedMessageColumn];
