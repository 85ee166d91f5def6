import type { CacheFacts } from '../../../insight/attention/cache-line.ts';
import type { Id } from '../../../model/id.ts';

/** A user, as far as their key matters. */
export interface KeyEntry {
  readonly id: Id;
  readonly username: string;
  readonly isActive: boolean;
  readonly createdAt: Date | null;
}

/** Answers of an engine for Attention beside the sums of its log, each in some milliseconds, so that others get their turn between. */
export interface AttentionFeed {
  /** Questions that may be asked at once: one to a file, which is read in this thread; some to a server, which may be far away. */
  readonly atOnce: number;
  /** An opaque word that changes whenever the data may have changed. */
  version(): Promise<string>;
  /** Returns the time of the newest call. */
  newestCallAt(): Promise<Date | null>;
  /** Some users in the order of their ids, those behind one. */
  keysAfter(id: Id | null): Promise<readonly KeyEntry[]>;
  /** The last calls until a time of some users, or else the first after it; undefined if only reading the whole log would tell. */
  lastCalls(ids: readonly Id[], until: Date): Promise<ReadonlyMap<Id, Date> | undefined>;
  /** Names those of some users who are there. */
  nameUsers(ids: readonly Id[]): Promise<ReadonlyMap<Id, string>>;
  /** Some entries of the cache, behind an id; `next` is where the rest begins, null if that was all. */
  cacheAfter(id: Id | null): Promise<CacheFacts & { readonly next: Id | null }>;
  /** Size of the database in bytes and the calls of the log, about; undefined if they are not known. */
  size(): Promise<{ readonly sizeBytes: number; readonly logCount: number } | undefined>;
  /** Returns the time of the last cleanup of the log; null if none is recorded. */
  lastCleanupAt(): Promise<Date | null>;
}
