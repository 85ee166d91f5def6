import { describe, expect, test } from 'vitest';
import type { NewClassification } from '../../src/model/product.ts';
import { engines } from './engines.ts';

const bear: NewClassification = {
  productId: 'B1',
  description: 'A Teddy Bear',
  itemMainCategory: 'Toys',
  valuePrice: 9.5,
};

describe.each(engines)('The hash of a description ($name)', ({ openReference }) => {
  test('ignores case and what Python takes for blanks around it', async () => {
    const { products } = await openReference();
    const hash = products.hash('teddy bear');
    expect(hash).toBe('e2ec2b31abe380b989ff057aef66377a');
    expect(products.hash(' \u001c\u0085\u00a0\u3000Teddy BEAR\u001f\n')).toBe(hash);
    expect(products.hash('\ufeffteddy bear')).not.toBe(hash);
    expect(products.hash('\ud800')).toMatch(/^[0-9a-f]{32}$/);
    expect(products.hash(`${' '.repeat(200_000)}x`)).toBe(products.hash('x'));
  });
});

describe.each(engines)('The cache of classifications ($name)', ({ build, openBuilt, openReference }) => {
  test('finds an entry by its id, else by its description', async () => {
    const database = await build();
    const { products } = await database.open();
    await products.put(bear);
    const entry = {
      productId: 'B1',
      itemMainCategory: 'Toys',
      valuePrice: 9.5,
      brand: null,
      classificationStatus: 'success',
      classifiedAt: new Date('2026-11-20T12:00:00Z'),
      rawDescription: 'A Teddy Bear',
    };
    expect(await products.find('B1')).toMatchObject(entry);
    expect(await products.find('other', ' a teddy bear')).toMatchObject(entry);
    expect(await products.find('other')).toBeUndefined();
    expect(await database.query('SELECT classified_at, product_hash FROM product_attributes')).toEqual([
      { classified_at: '2026-11-20 12:00:00', product_hash: products.hash('a teddy bear') },
    ]);
  });

  test('puts a newer entry in place of those with its id or its description', async () => {
    const { products } = await openBuilt();
    await products.putMany([bear, { productId: 'C1', description: 'a cup' }]);
    await products.put({ productId: 'B1', description: 'A CUP' });
    expect(await products.stats()).toMatchObject({ totalCached: 1, uniqueProducts: 1 });
    expect((await products.find('C1', 'a cup'))?.productId).toBe('B1');
  });

  test('stores many in one transaction: all of them or none', async () => {
    const { products } = await openBuilt();
    const storing = products.putMany([bear, { ...bear, productId: '' }]);
    await expect(storing).rejects.toThrow('productId is empty');
    await expect(products.put({ ...bear, valuePrice: Number.NaN })).rejects.toThrow('valuePrice must be a number');
    expect(await products.stats()).toMatchObject({ totalCached: 0, oldestEntry: null, topCategories: [] });
  });

  test('never answers an entry that is not a success, whether asked by id or by description', async () => {
    const { products, audit } = await openBuilt();
    await products.putMany([bear, { productId: 'F1', description: 'failed', classificationStatus: 'failed' }]);
    expect(await products.find('F1', 'failed')).toBeUndefined();
    expect(await products.invalidate('B1')).toEqual({ productId: 'B1', previousStatus: 'success' });
    expect(await products.find('B1', 'A Teddy Bear')).toBeUndefined();
    expect(await products.invalidate('B1')).toEqual({ productId: 'B1', previousStatus: 'invalidated' });
    await products.restore('B1', 'success');
    expect(await products.find('B1')).toMatchObject({ productId: 'B1' });
    expect((await audit.list()).map(({ action }) => action)).toEqual(['product restore', 'product invalidate']);
  });

  test('gives no former status to an entry that was classified again since it was invalidated', async () => {
    const { products, audit } = await openBuilt();
    await products.put({ productId: 'F1', description: 'failed', classificationStatus: 'failed' });
    const { previousStatus } = await products.invalidate('F1');
    await products.put({ productId: 'F1', description: 'failed', classificationStatus: 'success' });
    await expect(products.restore('F1', previousStatus)).rejects.toMatchObject({
      code: 'refused',
      message: 'The entry “F1” is not invalidated: its status is “success”.',
    });
    expect(await products.findAny('F1')).toMatchObject({ classificationStatus: 'success' });
    expect((await audit.list()).map(({ action }) => action)).toEqual(['product invalidate']);
  });

  test('finds an entry of any status where it is asked for one, by its id before its description', async () => {
    const { products } = await openBuilt();
    await products.putMany([bear, { productId: 'F1', description: 'failed', classificationStatus: 'failed' }]);
    expect(await products.findAny('F1', 'a teddy bear')).toMatchObject({ classificationStatus: 'failed' });
    expect(await products.findAny('other', ' FAILED ')).toMatchObject({ productId: 'F1' });
    expect(await products.findAny('other')).toBeUndefined();
  });

  test('looks many up at once, each by its id before its description, in their order, and nothing where there is none', async () => {
    const { products } = await openBuilt();
    const failed = { productId: 'F1', description: 'failed', classificationStatus: 'failed' } as const;
    const cups = Array.from({ length: 600 }, (_, n) => ({ productId: `C${n}`, description: `cup ${n}` }));
    await products.putMany([bear, failed, ...cups, { productId: 'a\0b\ud800', description: 'odd' }]);
    const idsOf = async (...args: Parameters<typeof products.getMany>) =>
      (await products.getMany(...args)).map((entry) => entry?.productId);
    const asked = [
      'F1',
      'nix',
      'B1',
      { productId: 'F1', description: 'A TEDDY BEAR' },
      { productId: 'nix', description: ' a teddy bear' },
      { productId: 'nix', description: null },
      { productId: 'nix', description: ' ' },
      'B1',
      '',
    ];
    const both = [undefined, 'B1', 'B1', 'B1', undefined, undefined, 'B1', undefined];
    expect(await idsOf(asked)).toEqual(['F1', undefined, 'B1', 'F1', 'B1', undefined, undefined, 'B1', undefined]);
    expect(await idsOf(asked, { successfulOnly: true })).toEqual([undefined, ...both]);
    expect(await products.getMany(['F1', 'B1'])).toEqual([await products.findAny('F1'), await products.findAny('B1')]);
    expect(await idsOf(['a\0b\ud800'])).toEqual([(await products.find('a\0b\ud800'))?.productId]);
    const ids = cups.map(({ productId }) => productId).toReversed();
    expect(await idsOf([...ids, 'nix', ...ids])).toEqual([...ids, undefined, ...ids]);
    expect(await idsOf([])).toEqual([]);
  });

  test.each([
    ['B1', 'products must be a list of product ids, or of objects with productId and description, not “B1”'],
    [['B1', 5], 'products[1] must be a product id, or an object with productId and description, not 5'],
    [['B1', { description: 'x' }], 'productId must be text, not undefined'],
    [[{ productId: 'B1', desciption: 'x' }], 'has no option “desciption”'],
    [Object.assign([], { 1: 'B1' }), 'products[0] must be a product id'],
  ])('looks up none of %j', async (asked, fault) => {
    const { products } = await openBuilt();
    await expect(products.getMany(asked as never)).rejects.toThrow(fault);
  });

  test('refuses what is of the wrong type, names the field, and stores nothing', async () => {
    const { products } = await openBuilt();
    const wrong: Readonly<Record<string, unknown>> = {
      productId: 5,
      description: undefined,
      brand: 7,
      valuePrice: '9.50',
      classificationStatus: true,
      threadId: { id: 1 },
    };
    for (const [field, value] of Object.entries(wrong)) {
      const storing = products.putMany([bear, { ...bear, productId: 'B2', [field]: value } as NewClassification]);
      await expect(storing).rejects.toMatchObject({
        name: 'PresentsError',
        field,
        message: expect.stringContaining(field),
      });
    }
    expect(await products.stats()).toMatchObject({ totalCached: 0 });
  });

  test('has nothing to invalidate or restore where the id is unknown', async () => {
    const { products } = await openReference();
    const fault = { name: 'PresentsError', message: 'There is no cached product “nix”.', exitCode: 1 };
    await expect(products.invalidate('nix')).rejects.toMatchObject(fault);
    await expect(products.restore('nix', 'success')).rejects.toMatchObject(fault);
  });

  test('tells how old its entries are, each in one step', async () => {
    const { products } = await openReference();
    const { ages, totalCached, partial, invalidated } = await products.stats();
    expect(ages.map(({ fromDays, toDays }) => [fromDays, toDays])).toEqual([
      [0, 1],
      [1, 7],
      [7, 30],
      [30, 90],
      [90, null],
    ]);
    expect(ages.reduce((sum, { count }) => sum + count, 0)).toBe(totalCached);
    expect({ partial, invalidated }).toEqual({ partial: 33, invalidated: 10 });
  });
});

describe.each(engines)('The list of cached products ($name)', ({ openReference }) => {
  const request = { filter: '', sort: 'product' as const, descending: false, offset: 0, limit: 3, anchorId: null };

  test('sorts, filters and turns pages', async () => {
    const { products } = await openReference();
    const list = async (change: object) => products.list({ ...request, ...change });
    const ids = async (change: object) => (await list(change)).rows.map(({ productId }) => productId);
    expect(await ids({})).toEqual(['P0000', 'P0001', 'P0002']);
    expect(await ids({ offset: 3 })).toEqual(['P0003', 'P0004', 'P0005']);
    expect(await ids({ descending: true })).toEqual(['P0499', 'P0498', 'P0497']);
    expect(await list({ anchorId: 250 })).toMatchObject({ offset: 248, anchorIndex: 249, total: 500 });
    expect(await list({ filter: 'number 33 OF TOYS' })).toMatchObject({ total: 1, unfilteredTotal: 500 });
    const statuses = (await list({ sort: 'status', limit: 500 })).rows.map((row) => row.classificationStatus);
    expect(statuses).toEqual(statuses.toSorted());
    const times = (await list({ sort: 'classified', descending: true, limit: 500 })).rows.map(
      (row) => row.classifiedAt,
    );
    expect(times).toEqual(times.toSorted((a, b) => Number(b) - Number(a)));
  });
});
