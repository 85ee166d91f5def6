import { afterEach, describe, expect, test, vi } from 'vitest';
import { cachedClassifier } from '../../../src/integration/classifying/cached-classifier.ts';
import type { Classification, ProductToClassify } from '../../../src/integration/classifying/classification.ts';
import type { CachedClassifierOptions } from '../../../src/integration/classifying/classifier.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { engines } from '../../contract/engines.ts';
import { sqliteEngine } from '../../contract/sqlite-engine.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

afterEach(() => vi.restoreAllMocks());

const cup = (n: number): ProductToClassify => ({ productId: `C${n}`, description: `Cup ${n}` });

describe.each(engines)('Several processes on one database ($name)', ({ build }) => {
  /** Classifiers as processes of their own have them; each question stays open until it is answered. */
  async function processes(count: number, options: CachedClassifierOptions = {}) {
    const database = await build();
    const clock = new FakeClock();
    const open = new Map<string, { readonly by: number; readonly answer: (said: Classification) => void }>();
    const asked: string[] = [];
    const isAsked = new Map<string, PromiseWithResolvers<void>>();
    const askedOf = (id: string) => {
      const waiting = isAsked.get(id) ?? Promise.withResolvers<void>();
      isAsked.set(id, waiting);
      return waiting;
    };
    const errors: unknown[] = [];
    const stores = await Promise.all(Array.from({ length: count }, () => database.open({ now: clock.now })));
    const classifiers = stores.map((store, by) =>
      cachedClassifier(
        store,
        ({ productId }) =>
          new Promise((answer) => {
            asked.push(productId);
            open.set(productId, { by, answer });
            askedOf(productId).resolve();
          }),
        { now: clock.now, onError: (error) => errors.push(error), ...options },
      ),
    );
    const answer = (id: string) => open.get(id)?.answer({ color: id });
    const whenAsked = (id: string) => askedOf(id).promise;
    return { database, clock, stores, classifiers, asked, answer, whenAsked, errors };
  }

  test('ask about a product once, and all have its answer', async () => {
    const { classifiers, asked, answer, whenAsked } = await processes(3);
    const waiting = classifiers.map((classifier) => classifier.classify(cup(1)));
    await whenAsked('C1');
    answer('C1');
    const answers = await Promise.all(waiting);
    expect(answers.map(({ color }) => color)).toEqual(['C1', 'C1', 'C1']);
    expect(answers.filter(({ isCached }) => !isCached)).toHaveLength(1);
    expect(asked).toEqual(['C1']);
  });

  test('do not wait for each other in a circle where their batches share products', async () => {
    const { classifiers, asked, answer, whenAsked } = await processes(2, { concurrency: 1 });
    const [one, two] = [classifiers[0]?.classifyMany([cup(1), cup(2)]), classifiers[1]?.classifyMany([cup(2), cup(1)])];
    await Promise.all([whenAsked('C1'), whenAsked('C2')]);
    answer('C1');
    answer('C2');
    expect((await one)?.map(({ color }) => color)).toEqual(['C1', 'C2']);
    expect((await two)?.map(({ color }) => color)).toEqual(['C2', 'C1']);
    expect(asked.toSorted()).toEqual(['C1', 'C2']);
  });

  test('ask about the rest of a batch while another one has the turn at a product of it', async () => {
    const { classifiers, asked, answer, whenAsked } = await processes(2, { concurrency: 1 });
    const one = classifiers[0]?.classify(cup(1));
    await whenAsked('C1');
    const batch = classifiers[1]?.classifyMany([1, 2, 3].map(cup));
    await whenAsked('C2');
    answer('C2');
    await whenAsked('C3');
    answer('C3');
    answer('C1');
    expect((await batch)?.map(({ color, isCached }) => [color, isCached])).toEqual([
      ['C1', true],
      ['C2', false],
      ['C3', false],
    ]);
    expect([(await one)?.color, asked]).toEqual(['C1', ['C1', 'C2', 'C3']]);
  });

  test('go on when the one whose turn it was has ended without a word', async () => {
    const { classifiers, stores, clock, answer, whenAsked } = await processes(1);
    const name = `classify ${stores[0]?.products.hash(`hash ${stores[0].products.hash(cup(1).description)}`)}`;
    await stores[0]?.leases.take(name, { holder: 'gone', forMs: 60_000 });
    const waiting = classifiers[0]?.classify(cup(1));
    clock.advance(60_000);
    await whenAsked('C1');
    answer('C1');
    expect(await waiting).toMatchObject({ color: 'C1', isCached: false });
  });

  test('stop waiting when their callers do', async () => {
    const { classifiers, whenAsked, answer } = await processes(2);
    const first = classifiers[0]?.classify(cup(1));
    await whenAsked('C1');
    const leaving = new AbortController();
    const second = classifiers[1]?.classify(cup(1), { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    answer('C1');
    expect(await first).toMatchObject({ color: 'C1' });
  });

  test('find what a long batch of another one has found so far', async () => {
    const { classifiers, answer, whenAsked } = await processes(2, { concurrency: 1 });
    const batch = classifiers[0]?.classifyMany([cup(1), cup(2)]);
    await whenAsked('C1');
    const late = performance.now() + 10_000;
    vi.spyOn(performance, 'now').mockReturnValue(late);
    answer('C1');
    await whenAsked('C2');
    expect(await classifiers[1]?.classify(cup(1))).toMatchObject({ color: 'C1', isCached: true });
    answer('C2');
    expect(await batch).toMatchObject([{ color: 'C1' }, { color: 'C2' }]);
  });

  test('leave no lease behind', async () => {
    const { classifiers, database, answer, whenAsked } = await processes(1);
    const waiting = classifiers[0]?.classifyMany([cup(1), cup(2)]);
    await Promise.all([whenAsked('C1'), whenAsked('C2')]);
    answer('C1');
    answer('C2');
    await waiting;
    await expect.poll(() => database.query('SELECT name FROM presents_lease'), { interval: 5 }).toEqual([]);
  });
});

describe('When the store is closed', () => {
  test('nobody is asked any more: those who wait, and those who come, are told that it is closed', async () => {
    const database = await sqliteEngine.build();
    const store = await database.open();
    const asked: string[] = [];
    const isAsked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Classification>();
    const classifier = cachedClassifier(
      store,
      ({ productId }) => {
        asked.push(productId);
        isAsked.resolve();
        return answer.promise;
      },
      { concurrency: 1 },
    );
    const one = classifier.classify(cup(1));
    await isAsked.promise;
    const batch = classifier.classifyMany([1, 2, 3].map(cup));
    await store.products.stats();
    await store.close();
    answer.resolve({ color: 'red' });
    expect(await one).toMatchObject({ color: 'red' });
    await expect(batch).rejects.toMatchObject({ code: 'closed' });
    await expect(classifier.classify(cup(4))).rejects.toMatchObject({ code: 'closed' });
    await expect(classifier.classifyMany([5, 6].map(cup))).rejects.toMatchObject({ code: 'closed' });
    expect(asked.filter((id) => id !== 'C2')).toEqual(['C1']);
  });
});

describe('While a turn is taken', () => {
  test('a caller that leaves has nobody asked', async () => {
    const database = await sqliteEngine.build();
    const store = await database.open();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const isWanted = Promise.withResolvers<void>();
    const take = () => {
      isWanted.resolve();
      return promise;
    };
    const asked: string[] = [];
    const classifier = cachedClassifier(
      { products: store.products, leases: { ...store.leases, take } },
      async ({ productId }) => {
        asked.push(productId);
        return { color: 'red' };
      },
    );
    const leaving = new AbortController();
    const waiting = classifier.classify(cup(1), { signal: leaving.signal });
    await isWanted.promise;
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    resolve(true);
    expect(await classifier.classify(cup(2))).toMatchObject({ color: 'red' });
    expect(asked).toEqual(['C2']);
  });
});

describe('Where no lease can be taken', () => {
  test('each process asks for itself, and is told once why', async () => {
    const { build } = sqliteEngine;
    const database = await build();
    const store = await database.open();
    const refused = new PresentsError('This role may not.', { code: 'refused' });
    const errors: unknown[] = [];
    const classifier = cachedClassifier(
      { products: store.products, leases: { ...store.leases, take: () => Promise.reject(refused) } },
      async () => ({ color: 'red' }),
      { onError: (error) => errors.push(error) },
    );
    for (let n = 0; n < 3; n += 1) expect(await classifier.classify(cup(n))).toMatchObject({ color: 'red' });
    expect(errors).toEqual([refused]);
  });
});
