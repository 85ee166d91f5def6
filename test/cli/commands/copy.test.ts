import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, runSql } from '../../helpers/store.ts';

const reference = ['copy', '--from', 'predict_presents.db', '--to', 'copy.db'];

// Colours would stand between the words.
const env = { NO_COLOR: '1' };

describe('copy', () => {
  test('asks with counts and about how long it takes, and prints the sums of both sides', async () => {
    const cwd = referenceFolder();
    const { stdout, stderr, exitCode } = await runInProcess(reference, { cwd, env, isTTY: true, answers: ['y'] });
    expect(stderr).toContain(
      `Copy 14 users, 500 products and 6,000 calls from ${cwd}/predict_presents.db to ${cwd}/copy.db? It takes about 1 s. The source is only read. [y/N]`,
    );
    expect(stderr).toMatch(
      /\rCopying calls: 6,514 of 6,514 rows, [\d,]+ a second … Ctrl-C stops, the same command goes/,
    );
    expect(stderr).toMatch(
      /Copied 14 users, 500 products and 6,000 calls in [\d.]+ m?s; all sums of \S+\.db and \S+copy\.db are equal\.\n$/,
    );
    expect(stdout).toMatch(/^table +measure +source +target\nusers +rows +14 +14 +✓\n/);
    expect(stdout).toMatch(/\ncalls +errors +552 +552 +✓\n/);
    expect([exitCode, stdout.includes('differs')]).toEqual([0, false]);
  });

  test('copies nothing after a no, nor where nobody can be asked', async () => {
    const cwd = referenceFolder();
    const no = await runInProcess(reference, { cwd, isTTY: true, answers: ['n'] });
    const refused = await runInProcess(reference, { cwd });
    expect([no.exitCode, refused.exitCode, existsSync(join(cwd, 'copy.db'))]).toEqual([2, 2, false]);
  });

  test('answers as JSON, with the rows that did not fit, and ends with 1 for them', async () => {
    const path = buildDatabase({ users: [aUser('acme')], calls: [aCall(), aCall({ dateTime: 'soon' })] });
    const argv = ['copy', '--from', path, '--to', 'copy.db', '--yes', '--json'];
    const { stdout, stderr, exitCode } = await runInProcess(argv, { cwd: temporaryFolder() });
    expect(JSON.parse(stdout)).toMatchObject({
      copied: { user: 1, user_api_call_log: 1 },
      rejected: [{ table: 'user_api_call_log', reason: 'date_time is no time', rows: 1 }],
      isEqual: true,
      isStopped: false,
      checks: expect.arrayContaining([
        {
          table: 'calls',
          measure: 'last',
          source: '2026-11-20 11:59:00',
          target: '2026-11-20 11:59:00',
          isEqual: true,
        },
      ]),
    });
    expect(stderr).toContain('! 1 row did not fit and is kept in the table presents_copy_rejected of ');
    expect(stderr).toContain('1 of user_api_call_log: date_time is no time');
    expect(exitCode).toBe(1);
  });

  test('prints the sums as CSV', async () => {
    const { stdout, exitCode } = await runInProcess([...reference, '--yes', '--csv'], { cwd: referenceFolder() });
    expect(stdout).toMatch(/^table,measure,source,target\r?\nusers,rows,14,14\r?\nusers,sum of ids,105,105/);
    expect(exitCode).toBe(0);
  });

  test('says how to go on after Ctrl-C, and goes on', async () => {
    const [cwd, calls] = [temporaryFolder(), Array.from({ length: 20_001 }, () => aCall())];
    const argv = ['copy', '--from', buildDatabase({ users: [aUser('acme')], calls }), '--to', 'copy.db', '--yes'];
    const stopped = await runInProcess(argv, { cwd, env, isTTY: { stderr: true }, interruptAt: 'Copying calls' });
    expect([stopped.exitCode, stopped.stdout]).toEqual([130, '']);
    expect(stopped.stderr).toMatch(
      /! Stopped\. Copied 1 user and 20,000 calls in .*\. Go on with: presents copy --from \/\S+ --to \/\S+copy\.db\n$/,
    );
    const rest = await runInProcess(argv, { cwd });
    expect(rest.stderr).toContain('An earlier copy of');
    expect([rest.exitCode, rest.stderr]).toEqual([0, expect.stringContaining('Copied 1 user and 1 call in')]);
  });

  test('says which sums differ, and ends with 1', async () => {
    const cwd = temporaryFolder();
    const path = buildDatabase({ users: [aUser('acme')], calls: [aCall(), aCall({ dateTime: 'soon' })] });
    const argv = ['copy', '--from', path, '--to', 'copy.db', '--yes'];
    await runInProcess(argv, { cwd });
    // As if a row had been lost on the way, before it was compared.
    runSql(
      join(cwd, 'copy.db'),
      `UPDATE presents_copy SET verified_id = NULL; UPDATE user_api_call_log SET response_time_ms = 11`,
    );
    const { stdout, stderr, exitCode } = await runInProcess(argv, { cwd });
    expect(stdout).toMatch(/calls +sum of response times \(µs\) +10,000 +11,000 +differs\n/);
    expect(stderr).toContain('! The calls of both sides differ: sum of response times (µs).');
    expect(exitCode).toBe(1);
  });

  test.each([
    ['without --to', ['--from', 'a.db'], /Required option '--to <database>' not specified/],
    [
      'with --db',
      ['--from', 'a.db', '--to', 'b.db', '--db', 'c.db'],
      /copy takes its databases from --from and --to\./,
    ],
    [
      'of what is not there',
      ['--from', 'a.db', '--to', 'b.db'],
      /There is no database at \S+a\.db\.\n {2}Name the right/,
    ],
    [
      'into a folder that is not there',
      ['--from', '%', '--to', 'no/b.db', '--yes'],
      /There is no folder .*\n {2}Make it/,
    ],
    ['into a full database', ['--from', '%', '--to', '%%'], /is not empty: it holds 14 users, .*\n {2}Name an empty/],
  ])('is refused %s', async (_, options, message) => {
    const cwd = temporaryFolder();
    const paths: Readonly<Record<string, string>> = {
      '%': join(referenceFolder(), 'predict_presents.db'),
      '%%': join(referenceFolder(), 'predict_presents.db'),
    };
    const { stderr, exitCode } = await runInProcess(['copy', ...options.map((word) => paths[word] ?? word)], { cwd });
    expect(stderr).toMatch(message);
    expect([1, 2]).toContain(exitCode);
  });

  test.runIf(hasPostgres)('copies into a server and back, and shows no password', async () => {
    const cwd = referenceFolder();
    const { name, database } = await createDatabase();
    const server = `${name}&password=open-sesame`;
    const there = await runInProcess(['copy', '--from', 'predict_presents.db', '--to', server, '--yes'], { cwd });
    const back = await runInProcess(['copy', '--from', server, '--to', 'copy.db', '--yes'], { cwd });
    expect([there.exitCode, back.exitCode]).toEqual([0, 0]);
    expect(there.stderr).toContain('Other users of this machine can see the password in --to');
    expect(there.stderr).toMatch(
      new RegExp(`predict_presents\\.db and postgresql://postgres@\\S*${database}\\S* are equal`),
    );
    const again = await runInProcess(['copy', '--from', server, '--to', 'copy.db', '--yes'], { cwd });
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('copy.db is not empty')]);
    const all = [there, back, again].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(all).not.toContain('sesame');
  });
});
