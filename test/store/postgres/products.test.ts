import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from '../../helpers/store.ts';

describe.runIf(hasPostgres)('The cache of classifications on a server', () => {
  test('takes products from many at once whose ids and descriptions cross, each in place of the last', async () => {
    const location = await createDatabase();
    const random = new Random(3, 'crossing puts');
    const stores = await Promise.all(Array.from({ length: 4 }, () => openTestStore(location)));
    const entry = () => ({ productId: `P${random.below(5)}`, description: `gift ${random.below(5)}` });
    const puts = stores.flatMap(({ products }) =>
      Array.from({ length: 25 }, () => products.putMany([entry(), entry(), entry()])),
    );
    expect((await Promise.allSettled(puts)).filter(({ status }) => status === 'rejected')).toEqual([]);
    const counts =
      'SELECT count(*)::int AS all, count(DISTINCT product_id)::int AS ids, count(DISTINCT product_hash)::int AS hashes FROM product_attributes';
    const [row] = await askDatabase(location, counts);
    expect(row).toEqual({ all: row?.all, ids: row?.all, hashes: row?.all });
  });

  test('is listed as it is, also right after another program changed it', async () => {
    const location = await createDatabase();
    const { products } = await openTestStore(location);
    const request = { sort: 'product', descending: false, offset: 0, limit: 10, anchorId: null } as const;
    const listed = async (filter: string) => {
      const { rows, total, unfilteredTotal } = await products.list({ ...request, filter });
      return [rows.map(({ productId }) => productId).join(' '), total, unfilteredTotal];
    };
    await products.putMany([
      { productId: 'b', description: 'A KITE of ÄON' },
      { productId: 'A', description: 'a bear', color: 'K' },
    ]);
    expect(await listed('')).toEqual(['A b', 2, 2]);
    expect(await listed('kite')).toEqual(['b', 1, 2]);
    expect(await listed('äon')).toEqual(['b', 1, 2]);
    // The sign of kelvin, in lower case a k.
    expect(await listed('k')).toEqual(['A b', 2, 2]);
    await askDatabase(location, `INSERT INTO product_attributes (product_id, product_hash) VALUES ('Kilo', 'h')`);
    expect(await listed('k')).toEqual(['A b Kilo', 3, 3]);
    await askDatabase(location, `DELETE FROM product_attributes WHERE product_id = 'b'`);
    expect(await listed('k')).toEqual(['A Kilo', 2, 2]);
    expect(await listed('k')).toEqual(['A Kilo', 2, 2]);
  });
});
