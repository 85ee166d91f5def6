import type { Id } from './id.ts';

/** What an administrator did. `detail` is JSON, parsed; it never holds a key. */
export interface AuditEntry {
  readonly id: Id;
  readonly dateTime: Date | null;
  /** What stands there instead, only where it is no time that can be read. */
  readonly dateTimeText?: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: unknown;
}
