import type { ApiError } from '../model/call.ts';
import { messageColumn, routeColumn, statusColumn, timeColumn, userColumn } from './call-parts.ts';
import { ageCell, storedTime } from './cells.ts';
import type { Column } from './column.ts';

const ageColumn: Column<ApiError> = {
  ...timeColumn,
  header: 'LAST',
  minWidth: 10,
  maxWidth: 13,
  cell: (error, context, width) => ageCell(storedTime(error.dateTime, error.dateTimeText), context, width),
};

const otherColumns = [userColumn, statusColumn, routeColumn, messageColumn] as const;

/** The columns of failed calls on a live screen: how long ago, who, what. */
export const errorColumns: readonly Column<ApiError>[] = [ageColumn, ...otherColumns];

/** The columns of failed calls in a report that is read later: when, who, what. */
export const errorReportColumns: readonly Column<ApiError>[] = [timeColumn, ...otherColumns];
