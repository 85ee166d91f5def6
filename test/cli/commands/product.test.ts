import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';

const folderRun =
  (cwd = referenceFolder()) =>
  (argv: readonly string[]) =>
    runInProcess(argv, { cwd });

describe('product', () => {
  test('lists entries that have a text, as many as wanted, and says how many there are', async () => {
    const run = folderRun();
    const failed = JSON.parse(
      (await run(['product', 'list', '--filter', 'failed', '--limit', 'all', '--json'])).stdout,
    );
    expect(failed.length).toBeGreaterThan(3);
    expect(new Set(failed.map((row: { readonly classificationStatus: string }) => row.classificationStatus))).toEqual(
      new Set(['failed']),
    );
    const { stdout, stderr } = await run(['product', 'list', '--limit', '2', '--sort', 'product']);
    expect(stdout.split('\n')).toHaveLength(4);
    expect(stderr).toMatch(/2 of \d+ entries; --limit all prints every one\./);
    expect((await run(['product', 'list', '--filter', 'no such text'])).stdout).toBe('No entry has this text.\n');
  });

  test('shows all fields of one entry', async () => {
    const run = folderRun();
    expect((await run(['product', 'show', 'P0078'])).stdout).toMatch(/^P0078 {2}partial\nclassified {3}2026-/);
    expect(JSON.parse((await run(['product', 'show', 'P0078', '--json'])).stdout)).toMatchObject({
      productId: 'P0078',
    });
    const missing = await run(['product', 'show', 'nope']);
    expect(missing).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('There is no product “nope” in the cache.'),
    });
  });

  test('invalidates an entry, and names the command that restores it', async () => {
    const run = folderRun();
    const { stderr } = await run(['product', 'invalidate', 'P0078']);
    expect(stderr).toContain('Invalidated P0078.');
    expect(stderr).toContain('Undo: presents product restore --status partial P0078');
    expect((await run(['product', 'invalidate', 'P0078'])).stderr).toContain('This entry is invalidated already.');
    expect((await run(['product', 'restore', 'P0078', '--status', 'partial'])).stderr).toContain(
      'P0078 is partial again.',
    );
    expect((await run(['product', 'show', 'P0078'])).stdout).toContain('P0078  partial');
    const audit = (await run(['audit', '--target', 'P0078', '--json'])).stdout;
    expect(JSON.parse(audit).map(({ action }: { readonly action: string }) => action)).toEqual([
      'product restore',
      'product invalidate',
    ]);
  });

  test('restores no status that the entry never had, and none to an entry that is not invalidated', async () => {
    const cwd = referenceFolder();
    const run = folderRun(cwd);
    expect(await run(['product', 'restore', 'P0078', '--status', 'success'])).toMatchObject({
      exitCode: 1,
      stderr: '✗ The entry “P0078” is not invalidated: its status is “partial”.\n  Nothing was changed.\n',
    });
    expect((await run(['product', 'restore', 'P0078', '--status', 'partial'])).stderr).toBe(
      '✓ P0078 is partial already; nothing was changed.\n',
    );
    await run(['product', 'invalidate', 'P0078']);
    expect(await run(['product', 'restore', 'P0078', '--status', 'sucess'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^✗ P0078 never had the status “sucess”\.\n {2}Give one of success, partial, failed/,
      ),
    });
    const database = new Database(join(cwd, 'predict_presents.db'));
    database.exec(`UPDATE product_attributes SET classification_status = 'by hand' WHERE product_id = 'P0001'`);
    database.close();
    expect((await run(['product', 'invalidate', 'P0001'])).stderr).toContain(`restore --status 'by hand' P0001`);
    expect(await run(['product', 'restore', 'P0001', '--status', 'by hand'])).toMatchObject({ exitCode: 0 });
  });

  test('invalidates several after one yes, and none if one of them is missing', async () => {
    const run = folderRun();
    const missing = await run(['product', 'invalidate', 'P0078', 'nope', '--yes']);
    expect(missing).toMatchObject({ exitCode: 1 });
    expect((await run(['product', 'show', 'P0078'])).stdout).toContain('partial');
    const done = await run(['product', 'invalidate', 'P0078', 'P0001', '--yes', '--json']);
    expect(JSON.parse(done.stdout)).toEqual([
      { productId: 'P0078', changed: true },
      { productId: 'P0001', changed: true },
    ]);
  });
});
