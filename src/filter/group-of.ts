import { Buffer } from 'node:buffer';
import type { FailedCall } from '../insight/fingerprint/fingerprint.ts';
import { GroupIds } from '../insight/fingerprint/group-ids.ts';
import type { GroupId } from '../model/error-group.ts';
import { isFailed } from './stored-numbers.ts';

/** The columns of a call that decide about its group; each may hold a value of any type. */
export interface GroupColumns {
  readonly status: unknown;
  readonly message: unknown;
  readonly route: unknown;
}

/** Finds the group of a call; undefined if the call did not fail. */
export type GroupFinder = (call: GroupColumns) => GroupId | undefined;

/** Makes a finder that remembers the messages of late. */
export function createGroupFinder(): GroupFinder {
  const ids = new GroupIds();
  return (call) => (isFailed(call.status) ? ids.idOf(toFailedCall(call)) : undefined);
}

/** Tells whether the id of a group begins with one of some texts. */
export function isAmong(id: GroupId, prefixes: ReadonlySet<string>): boolean {
  for (let length = id.length; length > 0; length -= 1) if (prefixes.has(id.slice(0, length))) return true;
  return false;
}

/** A failed call as its fingerprint takes it: a message that is not text is none. */
export function toFailedCall({ status, message, route }: GroupColumns): FailedCall {
  return {
    statusCode: Number(status),
    message: typeof message === 'string' ? message : null,
    route: routeText(route),
  };
}

function routeText(route: unknown): string {
  if (typeof route === 'string') return route;
  if (route === null || route === undefined) return '';
  return route instanceof Uint8Array ? Buffer.from(route).toString('utf8') : String(route);
}
