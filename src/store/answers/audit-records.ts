import type { AuditEntry } from '../../model/audit.ts';
import { toId } from './ids.ts';
import { asItStands, type StoredTimes, TIMESTAMPS, toPayload, toText } from './values.ts';

/** The columns of a recorded action. */
export type AuditRow = Readonly<Record<'id' | 'date_time' | 'actor' | 'action' | 'target' | 'detail', unknown>>;

/** A row as a recorded action. */
export function toEntry(row: AuditRow, times: StoredTimes = TIMESTAMPS): AuditEntry {
  return {
    id: toId(row.id),
    dateTime: times.toDate(row.date_time),
    ...asItStands('dateTimeText', row.date_time, times),
    actor: toText(row.actor) ?? '',
    action: toText(row.action) ?? '',
    target: toText(row.target) ?? '',
    detail: toDetail(row.detail),
  };
}

// Ids stand in it, which other programs may have written as numbers of any size: those beyond 2^53 are text, as in all our JSON.
function toDetail(value: unknown): unknown {
  const detail = toPayload(value);
  const text = toText(value) ?? '';
  if (typeof detail !== 'object' || !/\d{16}/.test(text)) return detail;
  return JSON.parse(text, (_key, part: unknown, { source = '' }: { readonly source?: string } = {}) =>
    Number.isInteger(part) && !Number.isSafeInteger(part) && /^-?\d+$/.test(source) ? source : part,
  );
}
