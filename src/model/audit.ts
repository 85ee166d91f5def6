import type { Id } from './id.ts';
import type { Page, PageRequest } from './page.ts';
import type { Window } from './window.ts';

/** Action of an administrator. `detail` is parsed JSON; it never holds a key. */
export interface AuditEntry {
  /** Id of the entry. */
  readonly id: Id;
  /** Time of the action; null if the stored text is no readable time. */
  readonly dateTime: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly dateTimeText?: string;
  /** Person or program that acted: `alice@db1`. */
  readonly actor: string;
  /** Action, as a command names it: `user deactivate`. */
  readonly action: string;
  /** Name of what was acted on: a username, a product id, a database. */
  readonly target: string;
  /** More about the action, as the program that recorded it wrote it; null if there is nothing. */
  readonly detail: unknown;
}

/** Actions to look for; what is left out holds for all. */
export interface AuditFilter {
  /** The exact name of what was acted on. */
  readonly target?: string;
  /** The user who was acted on, whatever their name was then. */
  readonly userId?: Id;
  /** The person who acted, with or without the host: `alice@db1`, `alice`. */
  readonly actor?: string;
  /** The action, or the group of actions: `user deactivate`, `user`. */
  readonly action?: string;
  /** Period of the actions; all time unless given. */
  readonly window?: Window;
}

/** Sort orders of the actions. */
export type AuditSort = 'time' | 'actor' | 'action' | 'target';

/** Request for a page of the actions that were looked for and hold the text of `filter` in actor, action, target or detail. */
export interface AuditPageRequest extends PageRequest<AuditSort>, AuditFilter {}

/** A page of actions; `unfilteredTotal` counts all that were ever recorded. */
export type AuditPage = Page<AuditEntry>;
