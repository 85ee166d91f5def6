import type { ApiError } from '../model/call.ts';
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
import type { Column } from './column.ts';

const otherColumns = [userColumn, statusColumn, routeColumn, messageColumn] as const;

/** The columns of a list of failed calls on a screen of a width: below that of a route column, another line has room for the route. */
export function errorListColumns(screenWidth: number): readonly Column<ApiError>[] {
  const message = { ...messageColumn, minWidth: screenWidth < 60 ? 14 : 24, priority: 1 };
  if (screenWidth < callWidths.whole) return [narrowTimeColumn, userColumn, briefStatusColumn, message];
  return [
    briefTimeColumn,
    ...(screenWidth < callWidths.age ? [] : [ageColumn]),
    { ...userColumn, minWidth: 16, grow: 2 },
    statusColumn,
    { ...routeColumn, maxWidth: 40 },
    message,
    ...(screenWidth < callWidths.ids ? [] : [callIdColumn]),
  ];
}

/** The columns of failed calls in a report that is read later: when, who, what. */
export const errorReportColumns: readonly Column<ApiError>[] = [timeColumn, ...otherColumns];
