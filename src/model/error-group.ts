import type { ScannedPage } from './page.ts';

/** Id of a group: 8 hex digits. */
export type GroupId = string;

/** State of a group: the strongest that it is in, in the order in which a list by state shows them. */
export type GroupState = 'regressed' | 'rising' | 'new' | 'with traffic' | 'steady' | 'quiet';

/** All states, the strongest first. */
export const GROUP_STATES: readonly GroupState[] = ['regressed', 'rising', 'new', 'with traffic', 'steady', 'quiet'];

/** Decisions of a person about a group. */
export interface GroupTriage {
  readonly resolvedAt: Date | null;
  readonly ignoredAt: Date | null;
  /** Empty if there is none. */
  readonly note: string;
}

/** The decisions about a group of which nobody decided anything. */
export const UNDECIDED: GroupTriage = { resolvedAt: null, ignoredAt: null, note: '' };

/** The failed calls of a window that have one fingerprint. */
export interface ErrorGroup {
  readonly id: GroupId;
  readonly statusCode: number;
  /** Newest message, or its beginning; null if the calls have none. */
  readonly message: string | null;
  readonly state: GroupState;
  readonly triage: GroupTriage;
  /** True if a person resolved it, and it has not come back since. */
  readonly isResolved: boolean;
  /** True if a person ignores it, and it has not begun to rise since. */
  readonly isIgnored: boolean;
  readonly callCount: number;
  readonly userCount: number;
  /** Routes of the calls, the one with the most first, ties by name. */
  readonly routes: readonly string[];
  /** The first of them; empty if there are none. */
  readonly topRoute: string;
  /** User with the most of the calls, and their share of them, from 0 to 1. */
  readonly topUser: string;
  readonly topUserShare: number;
  /** Time of the first call ever; null as long as it is not known. */
  readonly firstSeenAt: Date | null;
  /** Time of the last of the calls of the window, or of the last call ever if there are none; null if that is not known. */
  readonly lastSeenAt: Date | null;
  /** Calls in each of so many equal parts of the window. */
  readonly trend: readonly number[];
  /** Average number of calls in an hour, of the last 168 hours. */
  readonly usualPerHour: number;
}

/** A page of the groups of a window. */
export interface GroupPage extends ScannedPage<ErrorGroup> {
  /** Failed calls of the window that fit, those without a group too, but not those of groups that are left out. */
  readonly callCount: number;
  /** Groups that fit and are left out, since somebody ignores them and the request hides such. */
  readonly ignoredCount: number;
  /** Failed calls in no group, since there are too many different ones. */
  readonly ungroupedCount: number;
  /** Share of the log that is known, from 0 to 1: until it is 1, no group is new. */
  readonly historyShare: number;
  /** Time from which on the log is known. */
  readonly historyFrom: Date | null;
}

/**
 * Sort orders of the groups. Rising, `state` shows the strongest first, resolved and ignored ones last, and of a state the group with the
 * most calls.
 */
export type GroupSort = 'state' | 'count' | 'users' | 'last' | 'first' | 'status' | 'message';
