import type { AuditEntry, AuditPageRequest, AuditSort } from '../../model/audit.ts';
import type { Id } from '../../model/id.ts';
import { toId } from './ids.ts';
import { arrange, type SortKey } from './pages.ts';
import { readTime, type StoredTimes, TIMESTAMPS, toPayload, toText } from './values.ts';

/** The columns of a recorded action. */
export type AuditRow = Readonly<Record<'id' | 'date_time' | 'actor' | 'action' | 'target' | 'detail', unknown>>;

/** A row as a recorded action. */
export function toEntry(row: AuditRow, times: StoredTimes = TIMESTAMPS): AuditEntry {
  return {
    id: toId(row.id),
    ...readTime('dateTime', row.date_time, times),
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

type Key = (row: AuditRow, times: StoredTimes) => SortKey;

const KEYS: Readonly<Record<AuditSort, Key>> = {
  time: (row, times) => times.toDate(row.date_time)?.getTime() ?? null,
  actor: ({ actor }) => foldCase(actor),
  action: ({ action }) => foldCase(action),
  target: ({ target }) => foldCase(target),
};

/** The ids of the actions that hold the text of a request, in its order. */
export function orderActions(
  rows: readonly AuditRow[],
  request: AuditPageRequest,
  times: StoredTimes = TIMESTAMPS,
): readonly Id[] {
  const key = KEYS[request.sort];
  return arrange(rows, request, {
    id: (row) => toId(row.id),
    text: ({ actor, action, target, detail }) => [actor, action, target, detail].map(toText).join('\n'),
    key: (row) => key(row, times),
  });
}

function foldCase(value: unknown): string | null {
  return toText(value)?.toLowerCase() ?? null;
}
