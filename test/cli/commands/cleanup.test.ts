import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';

function count(folder: string, table: string): unknown {
  const database = new Database(join(folder, 'predict_presents.db'), { readonly: true });
  try {
    return database.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get();
  } finally {
    database.close();
  }
}

describe('cleanup logs', () => {
  const argv = ['cleanup', 'logs', '--days', '30'];

  test('deletes as many rows as the original and answers with their number', async () => {
    const cwd = referenceFolder();
    const first = await runInProcess([...argv, '--yes', '--json'], { cwd });
    const second = await runInProcess(['cleanup', 'logs', '--days', '7', '--yes', '--json'], { cwd });
    expect([JSON.parse(first.stdout), JSON.parse(second.stdout)]).toEqual([{ deleted: 1073 }, { deleted: 2523 }]);
    expect(count(cwd, 'user_api_call_log')).toBe(6000 - 1073 - 2523);
  });

  test('only counts with --dry-run', async () => {
    const cwd = referenceFolder();
    const { stdout, exitCode } = await runInProcess([...argv, '--dry-run'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toBe('1,073 of 6,000 calls would go: those logged before 2026-10-21 14:00:00 CEST.\n');
    const { stdout: json } = await runInProcess([...argv, '--dry-run', '--json'], { cwd });
    expect(JSON.parse(json)).toEqual({ deleted: 0, dryRun: true, matching: 1073, total: 6000 });
    expect(count(cwd, 'user_api_call_log')).toBe(6000);
  });

  test('asks with the number of rows before it deletes, shows how far it is, and says what it did', async () => {
    const cwd = referenceFolder();
    const { stdout, stderr, exitCode } = await runInProcess(argv, { cwd, isTTY: true, answers: ['yes'] });
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain(
      'Delete 1,073 of 6,000 calls? Those are older than 30 days: they were logged before 2026-10-21 14:00:00 CEST. This cannot be undone.',
    );
    expect(stderr).toMatch(/\rDeleted [\d,]+ of 1,073 calls … Ctrl-C stops\u001b\[K/);
    expect(stderr).toMatch(/\r\u001b\[K.*Deleted 1,073 of 6,000 calls\. This cannot be undone\.\n$/);
    expect(count(cwd, 'user_api_call_log')).toBe(4927);
  });

  test('deletes nothing after a no, nor where nobody can be asked', async () => {
    const cwd = referenceFolder();
    const no = await runInProcess(argv, { cwd, isTTY: true, answers: ['no'] });
    const refused = await runInProcess(argv, { cwd });
    expect([no.exitCode, refused.exitCode]).toEqual([2, 2]);
    expect(count(cwd, 'user_api_call_log')).toBe(6000);
  });

  test('stops at Ctrl-C after the chunk at hand, says how many went, and exits 130', async () => {
    const cwd = referenceFolder();
    const world = { cwd, isTTY: { stdin: true, stderr: true }, interruptAt: 'Ctrl-C stops' };
    const { stdout, stderr, exitCode } = await runInProcess([...argv, '--yes', '--json'], world);
    const { deleted } = JSON.parse(stdout) as { deleted: number };
    expect(exitCode).toBe(130);
    expect(deleted).toBeGreaterThan(0);
    expect(deleted).toBeLessThan(1073);
    expect(stderr).toContain(`Stopped. Deleted ${deleted} of 6,000 calls; the rest stays.`);
    expect(count(cwd, 'user_api_call_log')).toBe(6000 - deleted);
  });

  test('says so where nothing is old enough', async () => {
    const { stderr, exitCode } = await runInProcess(['cleanup', 'logs'], { cwd: referenceFolder() });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('✓ None of 6,000 calls is older than 90 days; nothing was deleted.\n');
  });

  test.each(['0', '-1', '1.5', 'abc', '1e3', ''])('refuses %j as a number of days', async (days) => {
    const { stderr, exitCode } = await runInProcess(['cleanup', 'logs', '--yes', `--days=${days}`], {
      cwd: referenceFolder(),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('It must be a whole number from 1 to 36500.');
  });
});

test('cleanup cache deletes as many entries as the original', async () => {
  const cwd = referenceFolder();
  const { stdout } = await runInProcess(['cleanup', 'cache', '--yes', '--json'], { cwd });
  expect(JSON.parse(stdout)).toEqual({ deleted: 265 });
  expect(count(cwd, 'product_attributes')).toBe(235);
});
