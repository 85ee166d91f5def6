import type { GroupId, GroupTriage } from '../../model/error-group.ts';

/** Decisions about the groups of a database, which are kept apart from it. */
export interface TriageBook {
  /** Tells whether decisions outlast this program. */
  isKept(): boolean;
  /** A text that changes whenever somebody decided something. */
  version(): string;
  /** All groups that something is decided about. */
  all(): ReadonlyMap<GroupId, GroupTriage>;
  /** Changes the decisions about a group; returns those before. Throws a UserError if that cannot be written. */
  change(id: GroupId, change: Partial<GroupTriage>): GroupTriage;
}
