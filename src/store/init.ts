/** A table, index or trigger that a complete database has, with the statement that makes it. */
export interface SchemaObject {
  readonly kind: 'table' | 'index' | 'trigger';
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

/** State of a location: nothing, a database that lacks some of the three tables, or one that can be looked at. */
export type DatabaseState = 'missing' | 'incomplete' | 'ready';

/** Additions that init would make to a database. */
export interface InitPlan {
  readonly isNew: boolean;
  readonly additions: readonly SchemaObject[];
  /** Rows of the log, which every new index on it reads. */
  readonly callCount: number;
  /** About how long it will take, while programs that write wait, in seconds. */
  readonly estimatedSeconds: number;
}

/** Result of init. */
export interface InitResult {
  readonly isNew: boolean;
  readonly added: readonly SchemaObject[];
}

/** Settings of init: the actor, the time, and how long to wait for a lock, in milliseconds. */
export interface InitSettings {
  readonly actor: string;
  readonly now: () => Date;
  readonly busyTimeoutMs: number;
}
