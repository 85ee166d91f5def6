/** Something that init adds to a database. */
export interface Addition {
  readonly kind: 'database' | 'table' | 'column' | 'index' | 'function' | 'trigger' | 'partition';
  readonly name: string;
}

/** State of a location: nothing, a database that lacks some of the three tables, or one that can be looked at. */
export type DatabaseState = 'missing' | 'incomplete' | 'ready';

/** Time that a partition of the log covers; `none` keeps all calls together. */
export type PartitionSize = 'day' | 'week' | 'month' | 'none';

/** Choices of who makes a database on a server. */
export interface InitWishes {
  /** Size of the log's partitions: as it is where the log has some, else a week. */
  readonly partitions?: PartitionSize | undefined;
  /** True to make the roles of readers, operators and API servers, and to grant them their rights (false unless given). */
  readonly roles?: boolean | undefined;
}

/** Additions that init would make to a database. */
export interface InitPlan {
  readonly isNew: boolean;
  readonly additions: readonly Addition[];
  /** Rows of the log, which every new index on it reads. */
  readonly callCount: number;
  /** True where the rows were not counted one by one. */
  readonly isCallCountEstimate: boolean;
  /** About how long it will take, in seconds. */
  readonly estimatedSeconds: number;
  /** About how long programs that write wait at most, in seconds. */
  readonly writersWaitSeconds: number;
}

/** A role that init made or found, and the rights that it granted to it. */
export interface GrantedRole {
  readonly name: string;
  readonly isNew: boolean;
  /** Sentence about what its members may do. */
  readonly rights: string;
  /** Right that it lacks, since only an administrator of the server may grant it: the statement that does. */
  readonly missing?: string;
}

/** Result of init. */
export interface InitResult {
  /** True if there was no database before. */
  readonly isNew: boolean;
  /** Tables, columns, indexes and triggers that were added, in their order. */
  readonly added: readonly Addition[];
  /** Roles on a server and what they were granted; only if that was asked for. */
  readonly roles?: readonly GrantedRole[];
}

/** Settings of init: the actor, the time, how long to wait for a lock, in milliseconds, and choices. */
export interface InitSettings extends InitWishes {
  readonly actor: string;
  readonly now: () => Date;
  readonly busyTimeoutMs: number;
}
