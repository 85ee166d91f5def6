import { describe, expect, test } from 'vitest';
import { cachedClassifier } from '../../../src/integration/classifying/cached-classifier.ts';
import type { Classification, ProductToClassify } from '../../../src/integration/classifying/classification.ts';
import type { CachedClassifierOptions } from '../../../src/integration/classifying/classifier.ts';
import type { Classify } from '../../../src/integration/classifying/product-answers.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import type { Store } from '../../../src/store/store.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { buildDatabase, openTestStore, querySql } from '../../helpers/store.ts';

const bear: ProductToClassify = { productId: 'B1', description: 'A teddy bear' };
const said: Classification = { itemMainCategory: 'Toys', valuePrice: 9.5, threadId: 'thread_1', runId: 'run_1' };
const cup = (n: number): ProductToClassify => ({ productId: `C${n}`, description: `Cup ${n}` });

/** A classifier over a new database; each product that it is asked about waits for its answer. */
async function makeClassifier(answer: Classify, options: CachedClassifierOptions = {}) {
  const path = buildDatabase({});
  const clock = new FakeClock();
  const store = await openTestStore(path, { now: clock.now });
  const asked: string[] = [];
  const classify: Classify = (product, context) => {
    asked.push(product.productId);
    return answer(product, context);
  };
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const make = (over: Pick<Store, 'products'> = store) =>
    cachedClassifier(over, classify, { now: clock.now, onError, ...options });
  const rows = () =>
    querySql(path, 'SELECT product_id, classification_status, thread_id, run_id, value_price FROM product_attributes');
  return { classifier: make(), make, store, clock, asked, errors, rows };
}

/** A question that stays open until it is answered. */
function held<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { answer: () => promise, resolve, reject };
}

/** Lets everything go on that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('A product', () => {
  test('is classified once, stored with its thread and run, and answered by the cache from then on', async () => {
    const { classifier, asked, rows, clock } = await makeClassifier(async () => said);
    const second = clock.now();
    clock.advance(700);
    const fresh = await classifier.classify(bear);
    expect(fresh).toMatchObject({ ...said, productId: 'B1', classificationStatus: 'success', isCached: false });
    expect(fresh.classifiedAt).toEqual(second);
    expect(await classifier.classify(bear)).toEqual({ ...fresh, isCached: true });
    expect(await classifier.classify({ productId: 'B2', description: ' a TEDDY bear' })).toMatchObject({
      productId: 'B2',
      itemMainCategory: 'Toys',
      isCached: true,
    });
    expect(asked).toEqual(['B1']);
    expect(rows()).toEqual([
      {
        product_id: 'B1',
        classification_status: 'success',
        thread_id: 'thread_1',
        run_id: 'run_1',
        value_price: 9.5,
      },
    ]);
  });

  test('is classified once however many ask at the same time, by its id or by its description', async () => {
    const { answer, resolve } = held<Classification>();
    const { classifier, asked } = await makeClassifier(answer);
    const waiting = [
      ...Array.from({ length: 50 }, () => classifier.classify(bear)),
      classifier.classify({ productId: 'other', description: 'a teddy bear ' }),
      classifier.classify({ productId: 'B1', description: 'A bear' }),
      classifier.classifyMany([bear, cup(1), bear]).then(([one]) => one),
    ];
    await settle();
    resolve(said);
    const answers = await Promise.all(waiting);
    expect(asked).toEqual(['B1', 'C1']);
    expect(answers.every((product) => product?.itemMainCategory === 'Toys')).toBe(true);
    expect(answers.map((product) => product?.productId).slice(49)).toEqual(['B1', 'other', 'B1', 'B1']);
  });

  test.each(['failed', 'partial'] as const)(
    'whose classification is %s is tried again after a time',
    async (status) => {
      const answers: Classification[] = [{ ...said, classificationStatus: status }, said];
      const { classifier, asked, rows, clock } = await makeClassifier(async () => answers.shift() ?? said, {
        retryAfterMs: 60_000,
      });
      expect(await classifier.classify(bear)).toMatchObject({ classificationStatus: status, isCached: false });
      expect(rows()).toMatchObject([{ classification_status: status, thread_id: 'thread_1', run_id: 'run_1' }]);
      clock.advance(59_000);
      expect(await classifier.classify(bear)).toMatchObject({ classificationStatus: status, isCached: true });
      expect(asked).toHaveLength(1);
      clock.advance(1_000);
      expect(await classifier.classify(bear)).toMatchObject({ classificationStatus: 'success', isCached: false });
      expect(rows()).toMatchObject([{ classification_status: 'success' }]);
    },
  );

  test('is classified again from a given age on, and the new success takes the place of the old one', async () => {
    let price = 9;
    const { classifier, asked, clock, rows } = await makeClassifier(async () => ({ ...said, valuePrice: price }), {
      maxAgeMs: 60_000,
    });
    await classifier.classify(bear);
    price = 10;
    clock.advance(59_000);
    expect(await classifier.classify(bear)).toMatchObject({ valuePrice: 9, isCached: true });
    clock.advance(1_000);
    expect(await classifier.classifyMany([bear, bear])).toMatchObject([{ valuePrice: 10 }, { valuePrice: 10 }]);
    expect(await classifier.classify(bear)).toMatchObject({ valuePrice: 10, isCached: true });
    expect([asked, rows().length]).toEqual([['B1', 'B1'], 1]);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('overloaded')), 'Error: overloaded'],
    [
      'knows only a part',
      async () => ({ color: 'red', classificationStatus: 'partial' as const }),
      'PresentsError: The new classification of product “B1” is partial; the old one stays.',
    ],
  ])(
    'is answered as it was when classifying it again %s, which is told, and tried again later',
    async (_, answer, told) => {
      let classify: Classify = async () => said;
      const { classifier, asked, clock, rows, errors } = await makeClassifier((...args) => classify(...args), {
        maxAgeMs: 60_000,
        retryAfterMs: 10_000,
      });
      const first = await classifier.classify(bear);
      classify = answer;
      clock.advance(120_000);
      for (let time = 0; time < 3; time += 1)
        expect(await classifier.classify(bear)).toEqual({ ...first, isCached: true });
      expect([asked, errors.map(String)]).toEqual([['B1', 'B1'], [told]]);
      clock.advance(10_000);
      classify = async () => ({ ...said, valuePrice: 20 });
      expect(await classifier.classify(bear)).toMatchObject({ valuePrice: 20, isCached: false });
      expect(rows()).toMatchObject([{ classification_status: 'success', value_price: 20 }]);
    },
  );

  test('that was invalidated is classified again', async () => {
    const { classifier, asked, store } = await makeClassifier(async () => said);
    await classifier.classify(bear);
    await store.products.invalidate('B1');
    expect(await classifier.classify(bear)).toMatchObject({ isCached: false });
    expect(asked).toHaveLength(2);
  });

  test('whose classifier throws is stored as failed, with what the error tells of thread and run, and the error is thrown on', async () => {
    const fault = Object.assign(new Error('Rate limit'), { threadId: 'thread_9', runId: 7 });
    const { classifier, make, rows, clock, asked } = await makeClassifier(() => Promise.reject(fault));
    const waiting = [classifier.classify(bear), classifier.classify(bear)];
    for (const one of waiting) await expect(one).rejects.toBe(fault);
    const stored = { product_id: 'B1', classification_status: 'failed', thread_id: 'thread_9', run_id: null };
    expect(rows()).toMatchObject([stored]);
    await expect(classifier.classify(bear)).rejects.toBe(fault);
    expect(await classifier.classifyMany([bear])).toMatchObject([{ error: fault, isCached: true }]);
    await expect(make().classify(bear)).rejects.toMatchObject({
      name: 'PresentsError',
      message: expect.stringContaining('B1'),
    });
    expect(asked).toHaveLength(1);
    clock.advance(10 * 60_000);
    await expect(classifier.classify(bear)).rejects.toBe(fault);
    expect(asked).toHaveLength(2);
  });

  test('whose classifier throws at once, before it promises anything, is no different', async () => {
    const { classifier, rows } = await makeClassifier(() => {
      throw new Error('no network');
    });
    await expect(classifier.classify(bear)).rejects.toThrow('no network');
    expect(rows()).toMatchObject([{ classification_status: 'failed' }]);
  });

  test.each([
    ['valuePrice', { valuePrice: '9.50' }],
    ['brand', { brand: 5 }],
    ['runId', { runId: {} }],
    ['classificationStatus', { classificationStatus: 'maybe' }],
    ['classification', 'Toys'],
    ['classification', ['Toys']],
    ['classification', {}],
    ['classification', { itemMainCategory: null }],
    ['classification', { itemMainCategory: '', color: ' \u200b' }],
    ['item_main_category', { item_main_category: 'Toys' }],
    ['item_main_category', { item_main_category: 'Toys', color: 'red' }],
    ['confidence', { itemMainCategory: 'Toys', confidence: 0.9 }],
    ['productId', { itemMainCategory: 'Toys', productId: 'B1' }],
    ['attributes', { attributes: { itemMainCategory: 'Toys' } }],
    ['valuePrice', { itemMainCategory: 'Toys', valuePrice: '€ 12' }],
  ])('whose classifier gives a wrong %s has failed, and the field is named', async (field, answer) => {
    const { classifier, rows } = await makeClassifier(async () => answer as Classification);
    await expect(classifier.classify(bear)).rejects.toMatchObject({ name: 'PresentsError', field });
    expect(rows()).toMatchObject([{ classification_status: 'failed', value_price: null }]);
  });

  test('without a description shares no entry with another, however many of them there are', async () => {
    const { classifier, asked, rows, store } = await makeClassifier(async ({ productId }) => ({ brand: productId }));
    const blank = ['', ' ', '\u200b', '\ufeff'].map((description, n) => ({ productId: `E${n}`, description }));
    for (const isCached of [false, true]) {
      const answers = await classifier.classifyMany(blank);
      expect(answers).toMatchObject(blank.map(({ productId }) => ({ productId, brand: productId, isCached })));
    }
    expect(await classifier.classify({ productId: 'E9', description: '' })).toMatchObject({ brand: 'E9' });
    expect(asked).toHaveLength(5);
    expect(rows()).toHaveLength(5);
    for (const description of ['', '  ', null, undefined]) {
      expect(await store.products.find('other', description)).toBeUndefined();
      expect(await store.products.findAny('other', description)).toBeUndefined();
    }
  });

  test.each([
    ['productId', { productId: '', description: 'x' }],
    ['productId', { productId: 5, description: 'x' }],
    ['description', { productId: 'x' }],
  ])('without a proper %s is refused before anything is asked or stored', async (field, product) => {
    const { classifier, asked, rows } = await makeClassifier(async () => said);
    const wrong = product as ProductToClassify;
    await expect(classifier.classify(wrong)).rejects.toMatchObject({ name: 'PresentsError', field });
    await expect(classifier.classifyMany([bear, wrong])).rejects.toMatchObject({ field });
    expect([asked, rows()]).toEqual([[], []]);
  });
});

describe('Who waits for a classification', () => {
  test('may leave, and the others get it', async () => {
    const { answer, resolve } = held<Classification>();
    const { classifier, asked } = await makeClassifier(answer);
    const leaving = new AbortController();
    const [left, stays] = [classifier.classify(bear, { signal: leaving.signal }), classifier.classify(bear)];
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    resolve(said);
    expect(await stays).toMatchObject({ itemMainCategory: 'Toys' });
    expect(asked).toHaveLength(1);
  });

  test('and leaves as the last aborts it: nothing is stored, and the next asks anew', async () => {
    const signals: AbortSignal[] = [];
    const { classifier, asked, rows } = await makeClassifier((_, { signal }) => {
      signals.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const leaving = new AbortController();
    const waiting = [1, 2].map(() => classifier.classify(bear, { signal: leaving.signal }));
    await settle();
    leaving.abort(new Error('enough'));
    for (const one of waiting) await expect(one).rejects.toThrow('enough');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await settle();
    expect(rows()).toEqual([]);
    const again = new AbortController();
    const next = classifier.classify(bear, { signal: again.signal });
    await settle();
    expect(asked).toHaveLength(2);
    again.abort();
    await expect(next).rejects.toThrow();
  });

  test('and has left already asks nothing', async () => {
    const { classifier, asked } = await makeClassifier(async () => said);
    await expect(classifier.classify(bear, { signal: AbortSignal.abort() })).rejects.toThrow();
    await expect(classifier.classifyMany([bear], { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  test('an answer that comes although it was given up is kept, since it was paid for', async () => {
    const { answer, resolve } = held<Classification>();
    const { classifier, rows } = await makeClassifier(answer);
    const leaving = new AbortController();
    const left = classifier.classify(bear, { signal: leaving.signal });
    await settle();
    leaving.abort();
    await expect(left).rejects.toThrow();
    resolve(said);
    await settle();
    expect(rows()).toMatchObject([{ product_id: 'B1', classification_status: 'success' }]);
  });

  test('a failure that comes after it was given up takes the place of nothing', async () => {
    const { answer, resolve } = held<Classification>();
    const answers = [answer(), Promise.resolve(said)];
    const { classifier, rows } = await makeClassifier(() => answers.shift() ?? Promise.resolve(said));
    const leaving = new AbortController();
    const left = classifier.classify(bear, { signal: leaving.signal });
    await settle();
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect(await classifier.classify(bear)).toMatchObject({ classificationStatus: 'success' });
    resolve({ classificationStatus: 'failed' });
    await settle();
    expect(rows()).toMatchObject([{ classification_status: 'success' }]);
  });

  test('may leave while it is being stored, and it is not asked for again', async () => {
    const { make, store, asked } = await makeClassifier(async () => said);
    const storing = held<void>();
    const classifier = make({ products: { ...store.products, putMany: storing.answer } });
    const leaving = new AbortController();
    const { signal } = leaving;
    const waiting = [classifier.classify(bear, { signal }), classifier.classifyMany([cup(1)], { signal })];
    await settle();
    leaving.abort(new Error('enough'));
    for (const one of waiting) await expect(one).rejects.toThrow('enough');
    const others = Promise.all([classifier.classify(bear), classifier.classify(cup(1))]);
    expect(await others).toMatchObject([said, said]);
    storing.resolve();
    expect(asked).toEqual(['B1', 'C1']);
  });
});

describe('Many products', () => {
  test('are answered in their order, the known ones by the cache, the others classified and stored together', async () => {
    const { make, store, asked, rows } = await makeClassifier(async ({ productId }) => ({ brand: productId }));
    await store.products.put({ ...cup(2), brand: 'known' });
    const batches: number[] = [];
    const putMany: Store['products']['putMany'] = (entries) => {
      batches.push(entries.length);
      return store.products.putMany(entries);
    };
    const counted = make({ products: { ...store.products, putMany } });
    const answers = await counted.classifyMany([cup(1), cup(2), cup(3), cup(1)]);
    expect(answers.map(({ brand, isCached }) => [brand, isCached])).toEqual([
      ['C1', false],
      ['known', true],
      ['C3', false],
      ['C1', false],
    ]);
    expect(asked).toEqual(['C1', 'C3']);
    expect(batches).toEqual([2]);
    expect(rows()).toHaveLength(3);
    expect(await counted.classifyMany([])).toEqual([]);
  });

  test('are classified no more at a time than is allowed', async () => {
    let running = 0;
    let most = 0;
    const { classifier } = await makeClassifier(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await settle();
        running -= 1;
        return said;
      },
      { concurrency: 3 },
    );
    await classifier.classifyMany(Array.from({ length: 20 }, (_, n) => cup(n)));
    expect(most).toBe(3);
  });

  test('lose nothing by one that fails', async () => {
    const fault = new Error('Rate limit');
    const { classifier, rows } = await makeClassifier(async ({ productId }) => {
      if (productId === 'C2') throw fault;
      return said;
    });
    const answers = await classifier.classifyMany([cup(1), cup(2), cup(3)]);
    expect(answers.map(({ classificationStatus, error }) => [classificationStatus, error])).toEqual([
      ['success', undefined],
      ['failed', fault],
      ['success', undefined],
    ]);
    expect(rows().map((row) => row.classification_status)).toEqual(['success', 'failed', 'success']);
  });

  test('that are given up keep what was classified so far, and ask for no more', async () => {
    const leaving = new AbortController();
    const { classifier, asked, rows } = await makeClassifier(
      async ({ productId }) => {
        if (productId === 'C2') leaving.abort(new Error('enough'));
        return said;
      },
      { concurrency: 1 },
    );
    const batch = classifier.classifyMany([cup(1), cup(2), cup(3), cup(4)], { signal: leaving.signal });
    await expect(batch).rejects.toThrow('enough');
    await settle();
    expect(asked).toEqual(['C1', 'C2']);
    expect(rows().map((row) => row.product_id)).toEqual(['C1', 'C2']);
  });

  test('that are given up hold up nobody, though one of them never ends', async () => {
    const leaving = new AbortController();
    const never = held<Classification>();
    const { classifier, rows } = await makeClassifier(
      ({ productId }) => (productId === 'C1' ? never.answer() : Promise.resolve(said)),
      { concurrency: 1 },
    );
    const batch = classifier.classifyMany([cup(2), cup(1), cup(3)], { signal: leaving.signal });
    const joined = classifier.classify(cup(3));
    await settle();
    leaving.abort(new Error('enough'));
    await expect(batch).rejects.toThrow('enough');
    expect(await joined).toMatchObject({ classificationStatus: 'success' });
    await settle();
    expect(rows().map((row) => row.product_id)).toEqual(['C2', 'C3']);
    expect(await classifier.classify(cup(2))).toMatchObject({ isCached: true });
  });

  test('in any number leave the event loop its turns while they are looked up', async () => {
    const { classifier } = await makeClassifier(async () => said, { acrossProcesses: false });
    let turns = 0;
    let isDone = false;
    const turning = (async () => {
      for (; !isDone; turns += 1) await settle();
    })();
    await classifier.classifyMany(Array.from({ length: 1_000 }, (_, n) => cup(n)));
    isDone = true;
    await turning;
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test('that are no list of products are refused with the field', async () => {
    const { classifier } = await makeClassifier(async () => said);
    await expect(classifier.classifyMany({} as never)).rejects.toMatchObject({ field: 'products' });
    await expect(classifier.classifyMany([null] as never)).rejects.toMatchObject({ field: 'product' });
    await expect(classifier.classify(undefined as never)).rejects.toMatchObject({ field: 'product' });
  });

  test('are known to others from the answer on, not only once they are stored', async () => {
    const { answer, resolve } = held<Classification>();
    const { classifier, asked } = await makeClassifier(({ productId }) =>
      productId === 'C2' ? answer() : Promise.resolve(said),
    );
    const batch = classifier.classifyMany([cup(1), cup(2)]);
    await settle();
    expect(await classifier.classify(cup(1))).toMatchObject({ itemMainCategory: 'Toys' });
    resolve(said);
    await batch;
    expect(await classifier.classify(cup(1))).toMatchObject({ isCached: true });
    expect(asked).toEqual(['C1', 'C2']);
  });

  test('need at least one that may run', async () => {
    await expect(makeClassifier(async () => said, { concurrency: 0 })).rejects.toMatchObject({ field: 'concurrency' });
  });
});

test('A batch is looked up in a few questions, however many of it are cached', async () => {
  const classify: Classify = async ({ productId }) => ({ ...said, color: productId });
  const { make, store } = await makeClassifier(classify, { acrossProcesses: false });
  const products = Array.from({ length: 450 }, (_, n) => cup(n));
  await make().classifyMany(products.slice(0, 300));
  const asked: [string, number][] = [];
  const getMany: Store['products']['getMany'] = (some, options) => {
    asked.push([options?.successfulOnly ? 'successes' : 'any', some.length]);
    return store.products.getMany(some, options);
  };
  const find = () => Promise.reject(new Error('one by one'));
  const answers = await make({ products: { ...store.products, getMany, find, findAny: find } }).classifyMany(products);
  expect(answers.map(({ color, isCached }) => [color, isCached])).toEqual(
    products.map(({ productId }, index) => [productId, index < 300]),
  );
  expect(asked).toEqual([
    ['successes', 200],
    ['successes', 200],
    ['any', 100],
    ['successes', 50],
    ['any', 50],
  ]);
});

describe('Where the cache fails', () => {
  const locked = new PresentsError('The database is locked.', { code: 'busy' });
  const fail = () => Promise.reject(locked);

  test('the answer is given all the same, and the fault is reported', async () => {
    const { make, store, errors } = await makeClassifier(async () => said);
    const classifier = make({ products: { ...store.products, find: fail, putMany: fail } });
    expect(await classifier.classify(bear)).toMatchObject({ itemMainCategory: 'Toys' });
    expect(errors).toEqual([locked, locked]);
  });

  test('one product that it cannot store costs the others of its batch nothing', async () => {
    const { make, store, errors, rows } = await makeClassifier(async () => said, { acrossProcesses: false });
    const tooLong = new PresentsError('The database cannot store a value.', { code: 'invalid' });
    const putMany: Store['products']['putMany'] = async (entries) => {
      if (entries.some(({ productId }) => productId === 'C3')) throw tooLong;
      await store.products.putMany(entries);
    };
    await make({ products: { ...store.products, putMany } }).classifyMany([1, 2, 3, 4, 5].map(cup));
    expect(rows()).toMatchObject(['C1', 'C2', 'C4', 'C5'].map((product_id) => ({ product_id })));
    expect(errors).toEqual([tooLong]);
  });

  test('a failure takes the place of nothing that could not be seen', async () => {
    const { make, store, rows, errors } = await makeClassifier(() => Promise.reject(new Error('Rate limit')));
    await store.products.put({ ...bear, ...said });
    const classifier = make({ products: { ...store.products, find: fail } });
    await expect(classifier.classify(bear)).rejects.toThrow('Rate limit');
    expect(rows()).toMatchObject([{ classification_status: 'success' }]);
    expect(errors).toEqual([locked]);
  });

  test('whatever was thrown, even what throws in its turn, is thrown on and stored as failed', async () => {
    const thrown = new Proxy(new Error('odd'), {
      get: () => {
        throw new Error('a getter');
      },
    });
    const { classifier, rows } = await makeClassifier(() => Promise.reject(thrown));
    const [answer] = await classifier.classifyMany([bear]);
    expect(answer?.error === thrown).toBe(true);
    expect(rows()).toMatchObject([{ classification_status: 'failed', thread_id: null }]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('reporter');
      },
    ],
    ['rejects', () => Promise.reject(new Error('reporter'))],
  ])('a reporter that %s harms nobody', async (_, onError) => {
    const { make, store } = await makeClassifier(async () => said, { onError });
    const classifier = make({ products: { ...store.products, find: fail, putMany: fail } });
    expect(await classifier.classify(bear)).toMatchObject({ itemMainCategory: 'Toys' });
  });
});
