import type { GroupId } from './error-group.ts';
import type { Id } from './id.ts';
import type { AttentionThresholds } from './settings.ts';
import type { Window } from './window.ts';

/** Degree of danger, the same for everything that wants attention. */
export type Danger = 'bad' | 'raised' | 'low';

/** All degrees, the worst first. */
export const DANGERS: readonly Danger[] = ['bad', 'raised', 'low'];

/** Calls, and those of them that failed. */
export interface FailedOfCalls {
  readonly callCount: number;
  readonly errorCount: number;
}

/** Users who are counted in one line, and some of their names. */
export interface CountedUsers {
  readonly userCount: number;
  readonly usernames: readonly string[];
}

/** Evidence of what wants attention, by its kind. Windows are `[from, to)`. */
export type AttentionEvidence =
  /** Nothing called in the last hour, though at this time of the day there always was so much in an hour. */
  | { readonly kind: 'silence'; readonly lastCallAt: Date; readonly usualCallCount: number; readonly dayCount: number }
  | {
      readonly kind: 'group';
      readonly state: 'regressed' | 'rising' | 'new';
      readonly group: GroupId;
      readonly statusCode: number;
      readonly message: string | null;
      /** Calls in the window. */
      readonly callCount: number;
      readonly userCount: number;
      readonly topUser: string;
      readonly topUserShare: number;
      readonly usualPerHour: number;
      readonly window: Window;
    }
  | ({
      readonly kind: 'user errors';
      readonly userId: Id;
      readonly username: string;
      /** The user's calls in the 7 days before the window. */
      readonly usual: FailedOfCalls;
      /** Time since when the user's calls succeed again; null if they do not. */
      readonly overSince: Date | null;
      readonly window: Window;
    } & FailedOfCalls)
  /** More users with many errors than are listed one by one. */
  | ({ readonly kind: 'errors of many'; readonly overSince: Date | null; readonly window: Window } & CountedUsers &
      FailedOfCalls)
  | {
      readonly kind: 'slow route';
      readonly apiRoute: string;
      readonly callCount: number;
      readonly p95ResponseMs: number;
      /** Middle one of the 95th percentiles of the same hour on so many days before. */
      readonly usualP95Ms: number;
      readonly dayCount: number;
      readonly window: Window;
    }
  /** Calls of an inactive user that were refused. */
  | {
      readonly kind: 'dead key';
      readonly userId: Id;
      readonly username: string;
      readonly callCount: number;
      readonly window: Window;
    }
  | ({ readonly kind: 'never used'; readonly days: number } & CountedUsers)
  | ({ readonly kind: 'idle'; readonly days: number } & CountedUsers)
  | {
      readonly kind: 'cache failures';
      readonly failedCount: number;
      readonly entryCount: number;
      readonly lastFailedAt: Date | null;
    }
  /** Growth in 30 days at the pace of the last 7, about. */
  | { readonly kind: 'growth'; readonly growthBytes: number; readonly sizeBytes: number; readonly callCount: number };

/** Kind of what wants attention. */
export type AttentionKind = AttentionEvidence['kind'];

/** One thing that wants attention. */
export type AttentionLine = AttentionEvidence & {
  /** Name of what it is about, which stays the same as long as it lasts: `group 3f2a91bc`. */
  readonly id: string;
  readonly danger: Danger;
  /** Time since when it is so; null if that is not known. */
  readonly since: Date | null;
  /** Number that grows as it gets worse: calls, a share, a factor, users or bytes. */
  readonly measure: number;
};

/** Subjects that are looked at, in this order. */
export const ATTENTION_SUBJECTS = ['groups', 'routes', 'keys', 'users', 'cache', 'growth'] as const;
export type AttentionSubject = (typeof ATTENTION_SUBJECTS)[number];

/** State of a subject: looked at; not yet; its history is not read; or the log is too young, or too few calls say something. */
export type LookState = 'done' | 'not yet' | 'history' | 'young' | 'no index' | 'no calls';

/** One subject, and how much was looked at: groups, routes, keys, users with calls, entries, calls. */
export interface Look {
  readonly subject: AttentionSubject;
  readonly state: LookState;
  readonly count: number;
}

/** Everything that wants attention, the worst first. */
export interface Attention {
  readonly lines: readonly AttentionLine[];
  /** Lines that somebody set aside, and that did not get worse since. */
  readonly aside: readonly AttentionLine[];
  readonly looks: readonly Look[];
  /** Moment that everything is judged by: now, or the newest call if that is more than a day old. */
  readonly at: Date;
  /** Moment at which it was looked. */
  readonly lookedAt: Date;
  readonly newestCallAt: Date | null;
  /** Share of the log whose groups are known, from 0 to 1: until it is 1, no group is new. */
  readonly historyShare: number;
  /** False while it is being looked: what is not known yet is missing. */
  readonly isComplete: boolean;
}

/** Question for what wants attention. */
export interface AttentionRequest {
  /** The limits; those of `model/settings.ts` unless given. */
  readonly thresholds?: AttentionThresholds;
  /** Time that looking may take, in milliseconds; as long as it needs unless given. The next question goes on. */
  readonly patienceMs?: number;
  /** Greatest age of an answer, in milliseconds (60,000 unless given). */
  readonly maxAgeMs?: number;
}

/** Decision to leave a line out until it gets worse, or for a day. */
export interface Aside {
  readonly at: Date;
  /** Danger and measure that it had. */
  readonly danger: Danger;
  readonly measure: number;
}
