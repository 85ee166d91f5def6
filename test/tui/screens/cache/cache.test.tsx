import { describe, expect, test } from 'vitest';
import { openFileWriter } from '../../../../src/store/sqlite/file/bulk-writer.ts';
import { renderConsole } from '../../../helpers/console.tsx';
import { copyReference, runSql, temporaryFolder } from '../../../helpers/store.ts';

async function cache(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', ...options });
  await console.app.press('4');
  return {
    ...console,
    title: () => console.app.lines()[2] ?? '',
    message: () => console.app.lines().at(-2)?.trim() ?? '',
  };
}

describe('The cache screen', () => {
  test('shows the totals of the store with their shares', async () => {
    const { app, store } = await cache();
    const stats = await store.products.stats();
    expect(app.screen()).toMatch(new RegExp(`Successful +${stats.successful} +82.8 %`));
    expect(app.screen()).toMatch(new RegExp(`Failed +${stats.failed} +8.6 %`));
    for (const { category, count } of stats.topCategories.slice(0, 3))
      expect(app.screen()).toMatch(new RegExp(`│ ${category} .* ${count} `));
  });

  test.each([
    [40, 12],
    [120, 36],
  ])('shows the whole of an entry at %ix%i, going down where not all fits', async (columns, rows) => {
    const database = copyReference();
    const description = `${'a long description of a product '.repeat(9)}with-a-word-that-is-longer-than-a-line-of-40-cells END`;
    runSql(database, `UPDATE product_attributes SET raw_description = '${description}'`);
    const { app } = await cache({ database, columns, rows });
    await app.press('enter');
    const seen = new Set<string>();
    const read = (): void => {
      for (const line of app.lines().slice(rows < 20 ? 3 : 4, -2)) seen.add(line.trim());
    };
    for (let step = 0; step < 26; step++) {
      read();
      await app.press('j');
    }
    expect([...seen].join(' ')).toMatch(
      /^classified .*with-a-word-that-is-.*END.* category .* price .* hash .* row +#\d+/,
    );
    expect(app.screen()).not.toContain('more below');
    for (let step = 0; step < 26; step++) await app.press('k');
    expect(app.screen().includes('more below')).toBe(rows < 20);
  });

  test('tells all that stands behind a value of an entry, and no empty lines, at 40x16', async () => {
    const database = copyReference();
    const category = `${'subcategory '.repeat(5)}END`;
    // The description just fills its line.
    const description = 'x'.repeat(25);
    runSql(
      database,
      `UPDATE product_attributes SET raw_description = '${description}', item_main_category = 'main', item_sub_category = '${category}'`,
    );
    const { app } = await cache({ database, columns: 40, rows: 16 });
    await app.press('enter');
    const shown = app.lines().slice(3, -2);
    const at = shown.findIndex((line) => line.includes(description));
    expect(shown[at + 1]).toMatch(/^ category +main$/);
    expect(shown.slice(at + 2, at + 6).map((line) => line.trim())).toEqual([
      'subcategory subcategory',
      'subcategory subcategory',
      'subcategory END',
      expect.stringMatching(/^brand /),
    ]);
  });

  test('counts one entry as one', async () => {
    const database = copyReference();
    runSql(database, 'DELETE FROM product_attributes WHERE id > (SELECT MIN(id) FROM product_attributes)');
    expect((await cache({ database })).title()).toMatch(/^ Cache {3}1 entry\b/);
  });

  test('invalidates an entry after one key, undoes it to what it was, and says so', async () => {
    const { app, store, message } = await cache();
    const status = async () => {
      const page = {
        filter: 'P0078',
        sort: 'product',
        descending: false,
        offset: 0,
        limit: 1,
        anchorId: null,
      } as const;
      return (await store.products.list(page)).rows[0]?.classificationStatus;
    };
    expect(await status()).toBe('partial');
    await app.type('/P0078\rx');
    expect(app.screen()).toContain('Invalidate P0078?');
    await app.press('n');
    expect(await status()).toBe('partial');
    await app.press('x', 'y');
    expect(await status()).toBe('invalidated');
    expect(message()).toMatch(/^✓ Invalidated P0078\. u undoes it\./);
    expect(app.screen()).toMatch(/❯ P0078 +invalidated/);
    await app.press('x');
    expect(message()).toBe('▲ This entry is invalidated already.');
    await app.press('u');
    expect(await status()).toBe('partial');
    expect(message()).toBe('✓ Undone: P0078 is partial again.');
  });

  test('opens an entry with all its fields, and acts on it there too', async () => {
    const { app, store, copied } = await cache();
    await app.press('enter');
    const page = { filter: '', sort: 'classified', descending: true, offset: 0, limit: 1, anchorId: null } as const;
    const [product] = (await store.products.list(page)).rows;
    for (const fact of [product?.rawDescription, product?.brand, product?.productHash, product?.threadId])
      expect(app.screen()).toContain(fact);
    await app.press('y', 'x', 'y');
    expect(copied).toEqual([product?.productId]);
    expect(app.lines()[2]).toContain('invalidated');
    await app.press('q');
    expect(app.screen()).toMatch(/P0459 +invalidated/);
  });

  test('is cleaned up after an age and the number of rows are typed', async () => {
    const { app, store, message } = await cache();
    const { matching, total } = await store.products.countOlderThan(50);
    await app.press('C');
    expect(app.screen()).toContain('Clean up cached products');
    await app.press('ctrl+u');
    await app.type('0\r');
    expect(app.screen()).toContain('a whole number of days, 1 or more');
    await app.press('ctrl+u');
    await app.type('50\r');
    expect(app.screen()).toContain(`Delete ${matching} of ${total} cached products?`);
    expect(app.screen()).toContain('Those are older than 50 days: they were classified before');
    await app.type('y\r');
    await app.press('ctrl+u');
    await app.type(`${matching}1\r`);
    expect((await store.products.stats()).totalCached).toBe(total);
    await app.press('backspace', 'enter');
    await app.waitFor('✓ Deleted');
    expect((await store.products.stats()).totalCached).toBe(total - matching);
    expect(message()).toMatch(
      new RegExp(`^✓ Deleted ${matching} of ${total} cached products\\. This cannot be undone\\.`),
    );
    expect(app.screen()).toContain('≙ presents cleanup cache --days 50');
    await app.waitFor(`${total - matching} entries`);
  });

  test('deletes nothing where nothing is that old, and nothing after Escape', async () => {
    const { app, store, message } = await cache();
    await app.press('C', 'ctrl+u');
    await app.type('9999\r');
    expect(message()).toBe('▲ None of 500 cached products is older than 9,999 days; nothing was deleted.');
    await app.press('C', 'enter', 'escape');
    expect(app.screen()).not.toContain('Delete');
    await app.press('C', 'escape');
    expect((await store.products.stats()).totalCached).toBe(500);
  });

  test('can be stopped while it is cleaned up; what is deleted stays deleted', async () => {
    const path = `${temporaryFolder()}/large.db`;
    const writer = openFileWriter(path);
    const classifiedAt = new Date('2026-01-01T00:00:00Z');
    const count = 20_000;
    writer.insertProducts(
      Array.from({ length: count }, (_, at) => ({ productId: `P${at}`, description: `d${at}`, classifiedAt })),
    );
    writer.close();
    const { app, store, message } = await cache({ database: path });
    await app.press('C', 'enter');
    await app.type(`${count}\r`);
    await app.waitFor(/Deleted [\d,]+ of 20,000 cached products/);
    await app.press('escape');
    await app.waitFor('Stopped');
    const { totalCached } = await store.products.stats();
    expect(totalCached).toBeGreaterThan(0);
    expect(totalCached).toBeLessThan(count);
    expect(message()).toMatch(/^▲ Stopped\. Deleted [\d,]+ of 20,000 cached products; the rest stays\./);
  });
});
