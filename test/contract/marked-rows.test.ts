import { describe, expect, test } from 'vitest';
import { bulkReport, planBulk, runBulk, undoBulk } from '../../src/actions/bulk.ts';
import { deactivateMany } from '../../src/actions/bulk-activation.ts';
import type { UserOverview } from '../../src/model/user.ts';
import { readChosen } from '../../src/questions/marked-rows.ts';
import type { Store } from '../../src/store/store.ts';
import { aCall, aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

const window = { from: new Date(REFERENCE_NOW.getTime() - 86_400_000), to: null };
const askOf =
  (store: Store, filter: string) => (place: { offset: number; limit: number; anchorId: UserOverview['id'] | null }) =>
    store.users.overview({ ...place, filter, window, sort: 'username', descending: false, bucketCount: 1 });

async function namesOf(parts: AsyncIterable<readonly UserOverview[]>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const rows of parts) names.push(...rows.map(({ username }) => username));
  return names;
}

describe.each(engines)('Marked records ($name)', ({ build }) => {
  test('are read in the order of the list, all but some, and acted on one by one with one undo', async () => {
    const names = Array.from({ length: 2300 }, (_, at) => `user-${String(at).padStart(4, '0')}`);
    const store = await (await build({ users: names.map((name) => aUser(name)), calls: [aCall()] })).open();
    const [first] = (await askOf(store, '')({ offset: 0, limit: 1, anchorId: null })).rows;
    const id = first?.id ?? '';
    expect(await namesOf(readChosen(askOf(store, ''), { of: 'all', ids: [id] }))).toEqual(names.slice(1));
    expect(await namesOf(readChosen(askOf(store, ''), { of: 'some', ids: [id] }))).toEqual(names.slice(0, 1));
    const filtered = await namesOf(readChosen(askOf(store, 'user:user-000*'), { of: 'all', ids: [] }));
    expect(filtered).toEqual(names.slice(0, 10));

    const found = await Promise.all(names.slice(0, 3).map((name) => store.users.find(name)));
    await store.users.deactivate(names[1] ?? '');
    // What was looked at before may have been done by somebody else meanwhile.
    const plan = planBulk(
      deactivateMany,
      found.filter((user) => user !== undefined),
    );
    const outcome = await runBulk(store, deactivateMany, plan, { at: REFERENCE_NOW });
    expect(bulkReport(deactivateMany, outcome).text).toBe('Deactivated users: 2 done, 1 skipped (already inactive).');
    expect(await undoBulk(store, deactivateMany, outcome.done)).toEqual({ left: [], failure: undefined });
    const after = await Promise.all(names.slice(0, 3).map((name) => store.users.find(name)));
    expect(after.map((user) => user?.isActive)).toEqual([true, false, true]);
  });
});
