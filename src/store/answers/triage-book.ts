import type { Aside } from '../../model/attention.ts';
import type { GroupId, GroupTriage } from '../../model/error-group.ts';

/** Decisions about the groups of a database and about lines of Attention, which are kept apart from it. */
export interface TriageBook {
  /** Tells whether decisions outlast this program. */
  isKept(): boolean;
  /** A text that changes whenever somebody decided something. */
  version(): string;
  /** All groups that something is decided about. */
  all(): ReadonlyMap<GroupId, GroupTriage>;
  /** Changes the decisions about a group; returns those before. Throws a PresentsError if that cannot be written. */
  change(id: GroupId, change: Partial<GroupTriage>): GroupTriage;
  /** The lines of Attention that were set aside, by their ids. */
  asides(): ReadonlyMap<string, Aside>;
  /** Sets a line aside, or takes that back; returns what stood before. Throws a PresentsError if that cannot be written. */
  setAside(line: string, aside: Aside | null): Aside | null;
}
