import type { User, UserOverview, UserSort } from '../model/user.ts';
import { isAscii } from '../text/ascii.ts';
import { formatId } from '../text/format.ts';
import { truncate } from '../text/width.ts';
import {
  ageCell,
  callsCell,
  dateCell,
  errorShareCell,
  isoTime,
  msCell,
  storedTime,
  textCell,
  trendCell,
} from './cells.ts';
import type { Cell, CellContext, Column } from './column.ts';

/** A column of users with their traffic. */
export type OverviewColumn = Column<UserOverview> & { readonly sort?: UserSort };

/** Age of the last call of all time. */
export const lastCallColumn: OverviewColumn = {
  id: 'lastCallAt',
  header: 'LAST CALL',
  align: 'left',
  minWidth: 10,
  priority: 3,
  sort: 'lastCall',
  cell: (user, context, width) => {
    const isQuiet = !user.isActive || user.callCount === 0;
    return ageCell(user.lastCallAt, context, width, isQuiet ? 'muted' : 'plain');
  },
  value: (user) => isoTime(user.lastCallAt),
};

/** Number of calls. */
export const callsColumn: OverviewColumn = {
  id: 'callCount',
  header: 'CALLS',
  align: 'right',
  minWidth: 7,
  maxWidth: 9,
  priority: 2,
  sort: 'calls',
  cell: (user, _context, width) => callsCell(user.callCount, width),
  value: (user) => user.callCount,
};

/** Share of failed calls; their number in CSV. */
export const errorsColumn: OverviewColumn = {
  id: 'errorCount',
  header: 'ERRORS',
  align: 'right',
  minWidth: 7,
  priority: 4,
  sort: 'errors',
  cell: (user, context) => errorShareCell(user.errorCount, user.callCount, context),
  value: (user) => user.errorCount,
};

/** The average response time. */
export const averageColumn: OverviewColumn = {
  id: 'avgResponseMs',
  header: 'AVG MS',
  align: 'right',
  minWidth: 7,
  priority: 6,
  sort: 'avg',
  cell: (user, _context, width) => msCell(user.avgResponseMs, width),
  value: (user) => user.avgResponseMs,
};

/** The day on which a user was made. */
export const createdColumn: OverviewColumn = {
  id: 'createdAt',
  header: 'CREATED',
  align: 'left',
  minWidth: 10,
  priority: 7,
  sort: 'created',
  cell: (user, context, width) => dateCell(storedTime(user.createdAt, user.createdAtText), context, width),
  value: (user) => isoTime(storedTime(user.createdAt, user.createdAtText)),
};

/** The name of a user. */
export function usernameColumn(): OverviewColumn & Column<User> {
  return {
    id: 'username',
    header: 'USERNAME',
    align: 'left',
    minWidth: 12,
    maxWidth: 40,
    grow: 1,
    priority: 0,
    sort: 'username',
    cell: (user: User, { style }, width) => nameCell(user, style, width),
    value: (user: User) => user.username,
  };
}

/** The name; with the id where a terminal that knows ASCII alone could show two names alike. */
function nameCell({ id, username, isActive }: User, style: CellContext['style'], width: number): Cell {
  const cell = textCell(username, width, isActive ? 'plain' : 'muted');
  if (style !== 'ascii' || isAscii(cell.text)) return cell;
  const mark = ` #${formatId(id)}`;
  return { ...cell, text: truncate(cell.text, Math.max(0, width - mark.length)) + mark };
}

/** State of a user: their key is accepted or not. */
export function statusColumn(): OverviewColumn & Column<User> {
  return {
    id: 'isActive',
    header: 'STATUS',
    align: 'left',
    minWidth: 10,
    priority: 1,
    sort: 'status',
    cell: (user: User, { style }) => activityCell(user.isActive, style === 'ascii'),
    value: (user: User) => user.isActive,
  };
}

function activityCell(isActive: boolean, ascii: boolean): Cell {
  const [full, empty] = ascii ? ['*', '-'] : ['●', '○'];
  return isActive ? { text: `${full} active`, tone: 'good' } : { text: `${empty} inactive`, tone: 'muted' };
}

/** Numbers of calls over time under a heading. */
export function trafficColumn(header: string): OverviewColumn {
  return {
    id: 'callsByBucket',
    header,
    align: 'left',
    minWidth: 12,
    maxWidth: 24,
    grow: 2,
    priority: 5,
    cell: (user, context, width) => trendCell(user.callsByBucket, context, width),
    value: (user) => user.callsByBucket.join(' '),
  };
}
