import type { BulkAction } from './bulk.ts';
import { ignore } from './ignore.ts';
import { reopen } from './reopen.ts';
import { resolve } from './resolve.ts';
import type { DecidedGroup, TriageAction, Triaged, TriageRef } from './triage.ts';

/** Decides the same about many groups of failed calls. */
export type BulkTriage = BulkAction<TriageRef, DecidedGroup, Triaged> & { readonly action: TriageAction };

const groups = {
  one: 'group',
  many: 'groups',
  undone: 'as before again',
  nameOf: ({ id, message }: DecidedGroup) => message ?? `group ${id}`,
  refOf: (group: DecidedGroup, at: Date) => ({ group, at }),
} as const;

/** Resolves many groups. */
export const resolveMany: BulkTriage = {
  ...groups,
  action: resolve,
  verb: 'Resolve',
  done: 'Resolved',
  already: 'already resolved',
  consequence: 'Each is REGRESSED when it comes again.',
};

/** Ignores many groups. */
export const ignoreMany: BulkTriage = {
  ...groups,
  action: ignore,
  verb: 'Ignore',
  done: 'Ignored',
  already: 'already ignored',
  consequence: 'Each is hidden until it is RISING.',
};

/** Puts many groups back into the list. */
export const reopenMany: BulkTriage = {
  ...groups,
  action: reopen,
  verb: 'Reopen',
  done: 'Reopened',
  already: 'already open',
  consequence: 'Each is in the list as before.',
};

/** The decision that fits some groups: the wanted one, unless all have it, which reopens them. */
export function decisionOfMany(wanted: BulkTriage, groups: readonly DecidedGroup[]): BulkTriage {
  return groups.every((group) => wanted.action.unavailable(group) !== undefined) ? reopenMany : wanted;
}
