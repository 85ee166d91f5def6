import type { AuditEntry } from '../model/audit.ts';
import { isoTime, storedTime, textCell, timeCell } from './cells.ts';
import type { Column } from './column.ts';

/** The columns of what administrators did. */
export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    id: 'dateTime',
    header: 'TIME',
    align: 'left',
    minWidth: 19,
    priority: 2,
    cell: (entry, context, width) => timeCell(storedTime(entry.dateTime, entry.dateTimeText), context, width),
    value: (entry) => isoTime(storedTime(entry.dateTime, entry.dateTimeText)),
  },
  {
    id: 'actor',
    header: 'ACTOR',
    align: 'left',
    minWidth: 10,
    maxWidth: 32,
    grow: 1,
    priority: 3,
    cell: (entry, _context, width) => textCell(entry.actor, width),
    value: (entry) => entry.actor,
  },
  {
    id: 'action',
    header: 'ACTION',
    align: 'left',
    minWidth: 12,
    maxWidth: 24,
    grow: 1,
    priority: 0,
    cell: (entry, _context, width) => textCell(entry.action, width, 'strong'),
    value: (entry) => entry.action,
  },
  {
    id: 'target',
    header: 'TARGET',
    align: 'left',
    minWidth: 12,
    maxWidth: 40,
    grow: 2,
    priority: 1,
    cell: (entry, _context, width) => textCell(entry.target, width),
    value: (entry) => entry.target,
  },
  {
    id: 'detail',
    header: 'DETAIL',
    align: 'left',
    minWidth: 12,
    grow: 3,
    priority: 4,
    cell: (entry, _context, width) => textCell(detailText(entry.detail), width, 'muted'),
    value: (entry) => detailText(entry.detail),
  },
];

function detailText(detail: unknown): string | null {
  if (detail === null || detail === undefined) return null;
  return typeof detail === 'string' ? detail : JSON.stringify(detail);
}
