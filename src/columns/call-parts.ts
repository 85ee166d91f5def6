import type { CallSort, ListedCall } from '../model/call.ts';
import { formatId } from '../text/format.ts';
import {
  ageCell,
  briefTimeCell,
  isoTime,
  noneCell,
  routeCell,
  statusTone,
  storedTime,
  textCell,
  timeCell,
} from './cells.ts';
import type { Column } from './column.ts';

/** The parts of a call that every list of calls shows. */
export type CallParts = Omit<ListedCall, 'userId' | 'responseTimeMs'>;

type CallColumn = Column<CallParts> & { readonly sort?: CallSort };

/** The date and time of a call. */
export const timeColumn: CallColumn = {
  id: 'dateTime',
  header: 'TIME',
  align: 'left',
  minWidth: 19,
  maxWidth: 33,
  priority: 1,
  sort: 'time',
  cell: (call, context, width) => timeCell(storedTime(call.dateTime, call.dateTimeText), context, width),
  value: (call) => isoTime(storedTime(call.dateTime, call.dateTimeText)),
};

/** The user of a call. */
export const userColumn: CallColumn = {
  id: 'username',
  header: 'USER',
  align: 'left',
  minWidth: 10,
  maxWidth: 24,
  grow: 1,
  priority: 3,
  sort: 'user',
  cell: (call, _context, width) => textCell(call.username, width),
  value: (call) => call.username,
};

/** The status of a call. */
export const statusColumn: CallColumn = {
  id: 'statusCode',
  header: 'STATUS',
  align: 'left',
  minWidth: 6,
  priority: 0,
  sort: 'status',
  cell: ({ statusCode }) =>
    statusCode === null ? noneCell() : { text: String(statusCode), tone: statusTone(statusCode) },
  value: (call) => call.statusCode,
};

/** The route of a call. */
export const routeColumn: CallColumn = {
  id: 'apiRoute',
  header: 'ROUTE',
  align: 'left',
  minWidth: 14,
  maxWidth: 28,
  grow: 2,
  priority: 1,
  sort: 'route',
  cell: (call, _context, width) => routeCell(call.apiRoute, width),
  value: (call) => call.apiRoute,
};

/** The error message of a call. */
export const messageColumn: CallColumn = {
  id: 'errorMessage',
  header: 'MESSAGE',
  align: 'left',
  minWidth: 14,
  grow: 4,
  priority: 2,
  cell: (call, _context, width) => textCell(call.errorMessage, width),
  value: (call) => call.errorMessage,
};

/** From these widths of the screen on a list of calls tells more. */
export const callWidths = {
  /** The status is headed as such, and the message has a column beside the route. */
  whole: 100,
  /** The age of a call stands beside its time. */
  age: 140,
  /** The id of a call has a column. */
  ids: 170,
} as const;

/** The time of a call as brief as the day allows. */
export const briefTimeColumn: CallColumn = {
  ...timeColumn,
  minWidth: 12,
  maxWidth: 18,
  cell: (call, context, width) => briefTimeCell(storedTime(call.dateTime, call.dateTimeText), context, width),
};

/** The same on a narrow screen. */
export const narrowTimeColumn: CallColumn = { ...briefTimeColumn, maxWidth: briefTimeColumn.minWidth };

/** The age of a call. */
export const ageColumn: CallColumn = {
  id: 'age',
  header: 'AGE',
  align: 'left',
  minWidth: 10,
  maxWidth: 13,
  priority: 6,
  cell: (call, context, width) => ageCell(storedTime(call.dateTime, call.dateTimeText), context, width, 'muted'),
  value: (call) => isoTime(storedTime(call.dateTime, call.dateTimeText)),
};

/** The status of a call on a narrow screen. */
export const briefStatusColumn: CallColumn = { ...statusColumn, header: 'ST', minWidth: 3 };

/** The id of a call. */
export const callIdColumn: CallColumn = {
  id: 'id',
  header: 'CALL',
  align: 'right',
  minWidth: 9,
  maxWidth: 20,
  grow: 0,
  priority: 7,
  cell: ({ id }) => ({ text: `#${formatId(id)}`, tone: 'muted' }),
  value: ({ id }) => id,
};
