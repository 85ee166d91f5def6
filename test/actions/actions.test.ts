import { describe, expect, test } from 'vitest';
import { describedProgram } from '../../scripts/document-sections.ts';
import type { Action } from '../../src/actions/action.ts';
import { cleanUpCache } from '../../src/actions/clean-up-cache.ts';
import { cleanUpCalls } from '../../src/actions/clean-up-calls.ts';
import { createUser } from '../../src/actions/create-user.ts';
import { deactivate } from '../../src/actions/deactivate.ts';
import { ignore } from '../../src/actions/ignore.ts';
import { init } from '../../src/actions/init.ts';
import { invalidate } from '../../src/actions/invalidate.ts';
import { newKey } from '../../src/actions/new-key.ts';
import { note } from '../../src/actions/note.ts';
import { reactivate } from '../../src/actions/reactivate.ts';
import { reopen } from '../../src/actions/reopen.ts';
import { resolve } from '../../src/actions/resolve.ts';
import { pathOf } from '../../src/cli/arguments.ts';
import { leavesOf } from '../../src/cli/print/help.ts';
import { UNDECIDED } from '../../src/model/error-group.ts';

const actions = { createUser, deactivate, reactivate, newKey, invalidate, cleanUpCalls, cleanUpCache, init };
const emptyPlan = {
  isNew: false,
  additions: [],
  callCount: 0,
  isCallCountEstimate: false,
  estimatedSeconds: 0,
  writersWaitSeconds: 0,
};
const decisions = { resolve, ignore, reopen, note };

describe('Every action', () => {
  test.each(Object.entries(actions))(
    '%s that nothing takes back says so before it is done, and only such',
    (_, action) => {
      const asked = JSON.stringify(
        action === init
          ? init.question(emptyPlan, 'x.db')
          : 'count' in action
            ? action.question({ matching: 1, total: 2 }, { days: 30, limit: 'then' })
            : action === createUser
              ? createUser.question('a')
              : (action as Action<never, never, never>).question({
                  username: 'a',
                  productId: 'p',
                  isActive: true,
                } as never),
      );
      expect(asked.includes('cannot be undone')).toBe(action.grade === 'final');
    },
  );

  test('whose command is told has that command, under the same summary', () => {
    const commands = new Map(
      leavesOf(describedProgram()).map((command) => [pathOf(command).replace(/^presents /, ''), command.summary()]),
    );
    for (const action of Object.values({ ...actions, ...decisions })) {
      const { command, summary } = action as { readonly command?: string; readonly summary: string };
      if (command !== undefined) expect([command, commands.get(command)]).toEqual([command, summary]);
      if ('undoneBy' in action) expect([...commands.keys()]).toContain(action.undoneBy);
    }
  });

  test('says why it cannot be done to a record that is so already', () => {
    expect(deactivate.unavailable({ username: 'a\u001b', isActive: false })).toBe('a␛ is inactive already.');
    expect(reactivate.unavailable({ username: 'a', isActive: true })).toBe('a is active already.');
    expect(deactivate.unavailable({ username: 'a', isActive: true })).toBeUndefined();
    expect(invalidate.unavailable({ productId: 'p', classificationStatus: 'invalidated' })).toMatch(/already/);
    expect(invalidate.unavailable({ productId: 'p', classificationStatus: 'success' })).toBeUndefined();
  });

  test('about a group says when it was decided so already', () => {
    const open = {
      id: '3f2a1b0c',
      message: 'out\u001b',
      state: 'steady',
      isResolved: false,
      isIgnored: false,
      triage: UNDECIDED,
    } as const;
    expect(resolve.unavailable(open)).toBeUndefined();
    expect(resolve.unavailable({ ...open, isResolved: true })).toBe('“out␛” is resolved already.');
    expect(reopen.unavailable(open)).toBe('“out␛” is open already.');
    // It would be hidden again once it no longer rises.
    const ignoredAt = new Date();
    expect(reopen.unavailable({ ...open, state: 'rising', triage: { ...UNDECIDED, ignoredAt } })).toBeUndefined();
    expect(reopen.unavailable({ ...open, state: 'regressed', triage: { ...UNDECIDED, resolvedAt: ignoredAt } })).toBe(
      undefined,
    );
    expect(ignore.unavailable({ ...open, message: null, isIgnored: true })).toBe('Group 3f2a1b0c is ignored already.');
  });

  test('counts one day as a day', () => {
    const { consequences } = cleanUpCalls.question({ matching: 1, total: 2 }, { days: 1, limit: 'then' });
    expect(consequences[0]).toBe('Those are older than 1 day: they were logged before then. This cannot be undone.');
    expect(cleanUpCalls.nothing({ matching: 0, total: 2 }, 1).text).toContain('older than 1 day;');
  });
});
