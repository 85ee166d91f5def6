import type { Id } from './id.ts';

/** Action of an administrator. `detail` is parsed JSON; it never holds a key. */
export interface AuditEntry {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: unknown;
}
