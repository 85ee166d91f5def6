/** A part of the log that is to go or went: calls of `[from, to)`. */
export interface OldPartition {
  readonly name: string;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Calls in it, as the server last counted them where it is still there. */
  readonly calls: number;
}

/** A part of the log that was made, and the calls of its time that were moved into it. */
export interface MadePartition {
  readonly from: Date;
  readonly to: Date;
  readonly movedCalls: number;
}

/** Work that a log gives: none where it is a `file`, a `plain table`, undivided or divided in a way that is not ours. */
export interface MaintainPlan {
  readonly log: 'divided' | 'undivided' | 'divided by others' | 'plain table' | 'file';
  /** Times `[from, to)` that need a partition. */
  readonly missing: readonly Pick<MadePartition, 'from' | 'to'>[];
  /** Partitions whose calls are all older than is wanted. */
  readonly old: readonly OldPartition[];
}

/** Result of maintenance. */
export interface MaintainResult {
  readonly made: readonly MadePartition[];
  readonly dropped: readonly OldPartition[];
}

/** Settings of maintenance: the actor, the time, and how long to wait for a lock, in milliseconds. */
export interface MaintainSettings {
  readonly actor: string;
  readonly now: () => Date;
  readonly busyTimeoutMs: number;
  /** Drops the partitions that hold only calls older than this; none unless given. */
  readonly dropOlderThanDays?: number | undefined;
  /** Told each partition that was made. */
  readonly onMade?: (made: MadePartition) => void;
  /** Stops between one partition and the next. */
  readonly signal?: AbortSignal | undefined;
}
