import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Location } from '../../../src/model/location.ts';
import { fileAt } from '../../../src/store/location.ts';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { aCall, aUser, buildDatabase, temporaryFolder } from '../../helpers/store.ts';
import { copy, differences } from './copies.ts';

const ROWS = 41_000;

/** Copies in a process of its own, which is killed as soon as it has written so many chunks. */
async function copyUntilKilled(from: Location, to: Location, chunks: number): Promise<void> {
  const driver = join(import.meta.dirname, 'copy-driver.ts');
  const child = spawn(process.execPath, [driver, JSON.stringify([from, to])], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = '';
  child.stdout.on('data', (bytes) => {
    written += bytes;
    if (written.split('\n').length > chunks) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
}

describe.each([
  { engine: 'a file', newTarget: async (): Promise<Location> => fileAt(join(temporaryFolder(), 'copy.db')) },
  ...(hasPostgres ? [{ engine: 'a server', newTarget: (): Promise<Location> => createDatabase() }] : []),
])('a copy into $engine', ({ newTarget }) => {
  test('that is killed again and again misses no row, and doubles none', async () => {
    const calls = Array.from({ length: ROWS }, (_, index) => aCall({ responseTimeMs: index }));
    const [source, target] = [fileAt(buildDatabase({ users: [aUser('acme')], calls })), await newTarget()];
    // First come the users, which are compared at once.
    await copyUntilKilled(source, target, 3);
    await copyUntilKilled(source, target, 3);
    const report = await copy(source, target);
    expect([report.copied.user_api_call_log > 0, report.copied.user_api_call_log < ROWS]).toEqual([true, true]);
    expect([differences(report), report.rejected]).toEqual([[], []]);
    expect(report.checks).toContainEqual({
      table: 'calls',
      measure: 'rows',
      source: BigInt(ROWS),
      target: BigInt(ROWS),
    });
  });
});
