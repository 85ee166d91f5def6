import type { ErrorGroup, GroupSort } from '../model/error-group.ts';
import { shownState } from '../model/group-state.ts';
import { formatWholeShare } from '../text/format.ts';
import { truncate } from '../text/width.ts';
import {
  ageCell,
  callsCell,
  isoTime,
  noneCell,
  routeCell,
  statusTone,
  textCell,
  timeCell,
  trendCell,
} from './cells.ts';
import type { Cell, Column } from './column.ts';
import { usualText } from './group-facts.ts';
import { groupStateCell } from './group-states.ts';

type GroupColumn = Column<ErrorGroup> & { readonly sort?: GroupSort };

/** The id of a group. */
export const idColumn: GroupColumn = {
  id: 'group',
  header: 'GROUP',
  align: 'left',
  minWidth: 8,
  priority: 0,
  cell: (group, _context, width) => textCell(group.id, width, 'accent'),
  value: (group) => group.id,
};

/** The state of a group. */
export const stateColumn: GroupColumn = {
  id: 'state',
  header: 'STATE',
  align: 'left',
  minWidth: 11,
  maxWidth: 14,
  priority: 1,
  sort: 'state',
  cell: groupStateCell,
  value: shownState,
};

/** The age of the last call of a group. */
export const lastColumn: GroupColumn = {
  id: 'lastSeen',
  header: 'LAST',
  align: 'left',
  minWidth: 10,
  priority: 3,
  sort: 'last',
  cell: ({ lastSeenAt }, context, width) => (lastSeenAt ? ageCell(lastSeenAt, context, width) : noneCell()),
  value: (group) => isoTime(group.lastSeenAt),
};

/** The calls of a group. */
export const countColumn: GroupColumn = {
  id: 'callCount',
  header: 'COUNT',
  align: 'right',
  minWidth: 7,
  priority: 1,
  sort: 'count',
  cell: (group, _context, width) => callsCell(group.callCount, width),
  value: (group) => group.callCount,
};

/** The number of users who made them. */
export const usersColumn: GroupColumn = {
  id: 'userCount',
  header: 'USERS',
  align: 'right',
  minWidth: 5,
  priority: 4,
  sort: 'users',
  cell: (group, _context, width) => callsCell(group.userCount, width),
  value: (group) => group.userCount,
};

/** The calls of a group over the window. */
export const trendColumn: GroupColumn = {
  id: 'trend',
  header: 'TREND',
  align: 'left',
  minWidth: 12,
  maxWidth: 24,
  grow: 2,
  priority: 6,
  cell: (group, context, width) => trendCell(group.trend, context, width),
  value: (group) => group.trend.join(' '),
};

/** The usual number of calls of a group. */
export const usualColumn: GroupColumn = {
  id: 'usualPerHour',
  header: 'USUAL',
  align: 'right',
  minWidth: 12,
  priority: 9,
  cell: ({ usualPerHour }) => ({ text: usualText(usualPerHour), tone: 'muted' }),
  value: (group) => group.usualPerHour,
};

/** The status of a group. */
export const statusColumn: GroupColumn = {
  id: 'statusCode',
  header: 'STATUS',
  align: 'left',
  minWidth: 6,
  priority: 2,
  sort: 'status',
  cell: ({ statusCode }) => ({ text: String(statusCode), tone: statusTone(statusCode) }),
  value: (group) => group.statusCode,
};

/** The newest message of a group, or that it has none. */
export const messageColumn: GroupColumn = {
  id: 'message',
  header: 'MESSAGE',
  align: 'left',
  minWidth: 16,
  grow: 4,
  priority: 0,
  sort: 'message',
  cell: ({ message, topRoute }, _context, width) =>
    message ? textCell(message, width) : textCell(`no message · ${topRoute}`, width, 'muted'),
  value: (group) => group.message,
};

/** The note about a group. */
export const noteColumn: GroupColumn = {
  id: 'note',
  header: 'NOTE',
  align: 'left',
  minWidth: 12,
  grow: 1,
  priority: 10,
  cell: ({ triage }, _context, width) => textCell(triage.note, width, 'accent'),
  value: (group) => group.triage.note,
};

/** The route with most calls of a group, and the number of others. */
export const routesColumn: GroupColumn = {
  id: 'topRoute',
  header: 'ROUTES',
  align: 'left',
  minWidth: 14,
  maxWidth: 32,
  grow: 1,
  priority: 5,
  cell: ({ topRoute, routes }, _context, width) =>
    markedCell(topRoute, { mark: routes.length > 1 ? ` +${routes.length - 1}` : '', width, cellOf: routeCell }),
  value: (group) => group.topRoute,
};

/** The user with most calls of a group, and their share. */
export const topUserColumn: GroupColumn = {
  id: 'topUser',
  header: 'TOP USER',
  align: 'left',
  minWidth: 18,
  maxWidth: 30,
  grow: 1,
  priority: 7,
  cell: ({ topUser, topUserShare }, _context, width) =>
    markedCell(topUser, { mark: ` ${formatWholeShare(topUserShare)}`, width, cellOf: textCell }),
  value: (group) => group.topUser,
};

/** The time of the first call of a group. */
export const firstColumn: GroupColumn = {
  id: 'firstSeen',
  header: 'FIRST',
  align: 'left',
  minWidth: 19,
  priority: 8,
  sort: 'first',
  cell: (group, context, width) => timeCell(group.firstSeenAt, context, width),
  value: (group) => isoTime(group.firstSeenAt),
};

/** A name and what is said about it, of which the name alone is cut. */
function markedCell(
  name: string,
  { mark, width, cellOf }: { readonly mark: string; readonly width: number; readonly cellOf: typeof textCell },
): Cell {
  const cells = width - mark.length;
  return name === '' ? noneCell() : { text: `${truncate(cellOf(name, cells).text, cells)}${mark}` };
}
