import type { ApiError, ErrorSort } from '../model/call.ts';
import { ageCell, isoTime, statusTone, storedTime, textCell, timeCell } from './cells.ts';
import type { Column } from './column.ts';

type ErrorColumn = Column<ApiError> & { readonly sort?: ErrorSort };

const ageColumn: ErrorColumn = {
  id: 'dateTime',
  header: 'LAST',
  align: 'left',
  minWidth: 10,
  maxWidth: 13,
  priority: 1,
  sort: 'time',
  cell: (error, context, width) => ageCell(storedTime(error.dateTime, error.dateTimeText), context, width),
  value: (error) => isoTime(storedTime(error.dateTime, error.dateTimeText)),
};

const timeColumn: ErrorColumn = {
  ...ageColumn,
  header: 'TIME',
  minWidth: 19,
  maxWidth: 33,
  cell: (error, context, width) => timeCell(storedTime(error.dateTime, error.dateTimeText), context, width),
};

const userColumn: ErrorColumn = {
  id: 'username',
  header: 'USER',
  align: 'left',
  minWidth: 10,
  maxWidth: 24,
  grow: 1,
  priority: 3,
  sort: 'user',
  cell: (error, _context, width) => textCell(error.username, width),
  value: (error) => error.username,
};

const statusColumn: ErrorColumn = {
  id: 'statusCode',
  header: 'STATUS',
  align: 'left',
  minWidth: 6,
  priority: 0,
  sort: 'status',
  cell: (error) => ({ text: String(error.statusCode), tone: statusTone(error.statusCode) }),
  value: (error) => error.statusCode,
};

const routeColumn: ErrorColumn = {
  id: 'apiRoute',
  header: 'ROUTE',
  align: 'left',
  minWidth: 14,
  maxWidth: 28,
  grow: 2,
  priority: 1,
  sort: 'route',
  cell: (error, _context, width) => textCell(error.apiRoute, width),
  value: (error) => error.apiRoute,
};

const messageColumn: ErrorColumn = {
  id: 'errorMessage',
  header: 'MESSAGE',
  align: 'left',
  minWidth: 14,
  grow: 4,
  priority: 2,
  cell: (error, _context, width) => textCell(error.errorMessage, width),
  value: (error) => error.errorMessage,
};

const otherColumns = [userColumn, statusColumn, routeColumn, messageColumn] as const;

/** The columns of failed calls on a live screen: how long ago, who, what. */
export const errorColumns: readonly Column<ApiError>[] = [ageColumn, ...otherColumns];

/** The columns of failed calls in a report that is read later: when, who, what. */
export const errorReportColumns: readonly Column<ApiError>[] = [timeColumn, ...otherColumns];
