import { describe, expect, test } from 'vitest';
import { REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

const MINUTE_MS = 60_000;

describe.each(engines)('A lease ($name)', ({ build }) => {
  const movable = () => {
    let nowMs = REFERENCE_NOW.getTime();
    return { now: () => new Date(nowMs), pass: (ms: number) => (nowMs += ms) };
  };

  test('is held by one of many that want it, who may prolong it and gives it back', async () => {
    const database = await build();
    const [first, second] = [await database.open(), await database.open()];
    const wanted = Array.from({ length: 6 }, (_, index) => {
      const { leases } = index % 2 === 0 ? first : second;
      return leases.take('work', { holder: `process ${index}`, forMs: MINUTE_MS });
    });
    const taken = await Promise.all(wanted);
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
    const holder = `process ${taken.indexOf(true)}`;
    expect(await second.leases.take('work', { holder: 'late', forMs: MINUTE_MS })).toBe(false);
    expect(await first.leases.take('work', { holder, forMs: MINUTE_MS })).toBe(true);
    expect(await first.leases.take('other work', { holder: 'late', forMs: MINUTE_MS })).toBe(true);
    await first.leases.release(['work'], 'late');
    expect(await second.leases.take('work', { holder: 'late', forMs: MINUTE_MS })).toBe(false);
    await first.leases.release(['work'], holder);
    expect(await second.leases.take('work', { holder: 'late', forMs: MINUTE_MS })).toBe(true);
  });

  test('is lost when its time is over, and leaves no row behind', async () => {
    const database = await build();
    const { now, pass } = movable();
    const store = await database.open({ now });
    await store.leases.take('crashed', { holder: 'one', forMs: MINUTE_MS });
    pass(MINUTE_MS - 1);
    expect(await store.leases.take('crashed', { holder: 'two', forMs: MINUTE_MS })).toBe(false);
    pass(1);
    expect(await store.leases.take('something', { holder: 'two', forMs: MINUTE_MS })).toBe(true);
    await store.leases.release(['something else'], 'two');
    expect(await database.query('SELECT name FROM presents_lease')).toEqual([{ name: 'something' }]);
    expect(await store.leases.take('crashed', { holder: 'two', forMs: MINUTE_MS })).toBe(true);
    expect(await store.leases.take('crashed', { holder: 'one', forMs: MINUTE_MS })).toBe(false);
  });

  test('is prolonged among others for its holder alone, and not once it is lost', async () => {
    const database = await build();
    const { now, pass } = movable();
    const { leases } = await database.open({ now });
    for (const name of ['a', 'b']) await leases.take(name, { holder: 'one', forMs: MINUTE_MS });
    await leases.take('c', { holder: 'two', forMs: MINUTE_MS });
    pass(MINUTE_MS / 2);
    await leases.prolong(['a', 'c', 'd'], { holder: 'one', forMs: MINUTE_MS });
    pass(MINUTE_MS / 2);
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => leases.take(name, { holder: 'three', forMs: MINUTE_MS })),
    );
    expect(taken).toEqual([false, true, true, true]);
    await leases.prolong(['b'], { holder: 'one', forMs: 2 * MINUTE_MS });
    pass(MINUTE_MS);
    expect(await leases.take('b', { holder: 'four', forMs: MINUTE_MS })).toBe(true);
  });

  test('that was taken by a clock which was far ahead holds nobody up', async () => {
    const database = await build();
    const { now, pass } = movable();
    const { leases } = await database.open({ now });
    await leases.take('work', { holder: 'one', forMs: MINUTE_MS });
    pass(-MINUTE_MS);
    expect(await leases.take('work', { holder: 'two', forMs: MINUTE_MS })).toBe(false);
    pass(-1);
    expect(await leases.take('work', { holder: 'two', forMs: MINUTE_MS })).toBe(true);
  });

  test('can be taken at once by several that have to make the table first', async () => {
    const database = await build();
    await database.run('DROP TABLE IF EXISTS presents_lease');
    const stores = await Promise.all(Array.from({ length: 4 }, () => database.open()));
    const taken = await Promise.all(
      stores.map(({ leases }, index) => leases.take('work', { holder: `process ${index}`, forMs: MINUTE_MS })),
    );
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  test('can be taken in a database that was made before there were any', async () => {
    const database = await build();
    await database.run('DROP TABLE IF EXISTS presents_lease');
    const store = await database.open();
    await store.leases.release(['work'], 'one');
    expect(await store.leases.take('work', { holder: 'one', forMs: MINUTE_MS })).toBe(true);
    expect(await store.leases.take('work', { holder: 'two', forMs: MINUTE_MS })).toBe(false);
  });
});
