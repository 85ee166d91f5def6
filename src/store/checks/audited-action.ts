import type { Id } from '../../model/id.ts';
import type { Change } from './change-faults.ts';

/** The table of the actions. */
export const AUDIT_TABLE = 'admin_audit_log';

/** An action to be recorded; it is named as the command that does it. */
export interface AuditedAction {
  readonly action: string;
  readonly target: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The detail of an action as JSON; an id that a reader of it would round is kept as text. */
export function detailJson(detail: AuditedAction['detail']): string {
  return JSON.stringify(detail, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** Text that the detail of an action on this user holds, with a comma or a brace behind it. */
export function detailOfUser(id: Id): string {
  return detailJson({ userId: id }).slice('{'.length, -'}'.length);
}

/** The change that records an action. */
export function recordingOf({ action }: Pick<AuditedAction, 'action'>): Change {
  return { what: `record “${action}”, so it was not done`, table: AUDIT_TABLE };
}

/** The change that brings what is recorded of a long action up to date. */
export const PROGRESS_RECORDING: Change = { what: 'record how far it is', table: AUDIT_TABLE };
