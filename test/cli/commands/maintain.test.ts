import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';

const BUSY_TIMEOUT_MS = 5_000;

test('maintain of a file says that there is nothing to maintain, and init that a file has neither partitions nor roles', async () => {
  const cwd = referenceFolder();
  const { exitCode, stdout, stderr } = await runInProcess(['maintain', '--drop-older-than', '9', '--json'], { cwd });
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, { made: [], dropped: [] }]);
  expect(stderr).toContain('predict_presents.db is a file, which has no partitions: there is nothing to maintain.');
  expect(stderr).toContain('No call was deleted. To delete old calls: presents cleanup logs --days 9\n');
  expect((await runInProcess(['maintain'], { cwd })).stderr).not.toContain('cleanup');
  for (const [option, what] of [
    ['--partitions=week', 'partitions'],
    ['--roles', 'roles'],
  ] as const) {
    const refused = await runInProcess(['init', '--yes', option], { cwd });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(
      `✗ --${what} is for databases on PostgreSQL servers: a file has no ${what}.\n  Leave --${what} out.`,
    );
  }
});

test.each([
  ['nothing.db', 'There is no database at '],
  ['.', 'is a directory, not a database.'],
  ['notes.txt', 'is not an SQLite database.'],
])('maintain of %s, a name typed wrong, fails as it does in every command', async (name, fault) => {
  const cwd = referenceFolder();
  writeFileSync(join(cwd, 'notes.txt'), 'call acme back');
  const { exitCode, stdout, stderr } = await runInProcess(['maintain', '--yes', '--json', '--db', name], { cwd });
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain(fault);
});

function commandsOn({ name }: ServerLocation) {
  return (argv: readonly string[], answers?: readonly string[]) =>
    runInProcess([...argv, '--db', name], {
      cwd: '/',
      isTTY: answers !== undefined,
      ...(answers && { answers }),
      busyTimeoutMs: BUSY_TIMEOUT_MS,
    });
}

describe.runIf(hasPostgres)('On a server', () => {
  test('init makes roles and tells how to add a login; maintain asks before it drops, and says what went', async () => {
    const run = commandsOn(await createDatabase('nothing'));
    const made = await run(['init', '--roles', '--json']);
    expect(made.exitCode).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ isNew: true, roles: [{ name: 'presents_reader' }, {}, {}] });
    expect(made.stderr).toContain('presents_operator: looks, manages users and the cache, and deletes old calls');
    expect(made.stderr).toContain(`CREATE ROLE alice LOGIN PASSWORD '…' IN ROLE presents_operator;`);
    expect(made.stderr).not.toContain('which only you can read');

    const look = await run(['maintain', '--dry-run']);
    expect(look.stdout).toBe('No partition is missing.\n');
    const refused = await run(['init', '--partitions', 'day']);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('The log has partitions of a week already.\n  Leave --partitions out.'),
    ]);
  });

  test('maintain drops old partitions after a yes', async () => {
    const location = await createDatabase('nothing');
    const run = commandsOn(location);
    await run(['init']);
    await askDatabase(
      location,
      `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (1, '/a', '2026-10-06 12:00+00')`,
    );
    const moved = await run(['maintain']);
    expect(moved.stderr).toContain('Made the partition from 2026-10-05 to before 2026-10-12 and moved 1 call into it.');
    const drop = ['maintain', '--drop-older-than', '30'];
    const unasked = await run(drop);
    expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining('Confirmation needed')]);
    const no = await run(drop, ['n']);
    expect([no.exitCode, no.stderr]).toEqual([
      2,
      expect.stringContaining(
        'with about 1 call? They hold the calls from 2026-10-05 to before 2026-10-12. This cannot be undone.',
      ),
    ]);
    const yes = await run([...drop, '--yes', '--json']);
    expect(JSON.parse(yes.stdout)).toMatchObject({ dropped: [{ name: 'user_api_call_log_p20261005', calls: 1 }] });
    expect(yes.stderr).toContain('Dropped 1 partition with 1 call.');
  });
});
