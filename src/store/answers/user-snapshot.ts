import type { Id } from '../../model/id.ts';
import type { UserTraffic } from './call-sums.ts';
import { toId } from './ids.ts';
import { toFlag } from './values.ts';

/** A row of all users. */
export type UserEntry = readonly [
  id: unknown,
  username: unknown,
  isActive: unknown,
  createdAt: unknown,
  updatedAt: unknown,
];

/** All users, whatever the window. */
export interface Crowd {
  readonly entries: ReadonlyMap<Id, UserEntry>;
  readonly activeTotal: number;
  /** The times of last calls, UTC text. */
  readonly lastCalls: ReadonlyMap<Id, string>;
}

/** All users with their traffic in a window. */
export interface UserSnapshot extends Crowd {
  readonly traffic: ReadonlyMap<Id, UserTraffic>;
}

/** Makes a crowd of the rows of all users. */
export function toCrowd(rows: readonly UserEntry[], lastCalls: Crowd['lastCalls']): Crowd {
  const activeTotal = rows.filter(([, , isActive]) => toFlag(isActive)).length;
  return { entries: new Map(rows.map((entry) => [toId(entry[0]), entry])), activeTotal, lastCalls };
}

/** Traffic by user. */
export function byUser(traffic: readonly UserTraffic[]): UserSnapshot['traffic'] {
  return new Map(traffic.map((ofUser) => [ofUser.userId, ofUser]));
}
