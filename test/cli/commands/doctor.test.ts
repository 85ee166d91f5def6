import { chmodSync, closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/store/doctor.ts';
import { askDatabase, createDatabase, freePort, hasPostgres, runServer } from '../../helpers/postgres.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { runSql } from '../../helpers/store.ts';

async function examine(argv: readonly string[], cwd = '/') {
  const { exitCode, stdout } = await runInProcess(['doctor', '--json', ...argv], { cwd, busyTimeoutMs: 5_000 });
  const { ok, findings } = JSON.parse(stdout) as { readonly ok: boolean; readonly findings: readonly Finding[] };
  expect(exitCode).toBe(ok ? 0 : 1);
  const about = (subject: string) => findings.filter((finding) => finding.subject === subject);
  return { ok, findings, about };
}

describe('Doctor of a file', () => {
  test('tells what is missing, who else may read it, and which calls are of the future, one line each with what to do', async () => {
    const cwd = referenceFolder();
    const path = join(cwd, 'predict_presents.db');
    chmodSync(path, 0o604);
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (1, '/a', '2027-01-01 00:00:00')`,
    );
    const { exitCode, stdout } = await runInProcess(['doctor'], { cwd });
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '✓ file       The file can be read and written.',
        `! file       Everybody on this machine can read the file. → Take it away: chmod o-rwx ${path}`,
        '! schema     There is no index idx_api_log_window, index idx_api_log_errors, table admin_audit_log. → Add what is missing. presents init',
        expect.stringMatching(/^✓ journal {4}The journal mode is DELETE/),
        expect.stringMatching(
          /^✓ calls {6}1\.5 MB in all; the log holds 6,001 calls; \d+ calls, about \d+ kB, in the last 24 hours\.$/,
        ),
        '! calls      1 call is of a time later than now. → Set the clocks of the API servers by NTP, and let them log in UTC.',
        '✓ integrity  The file is not damaged.',
      ]),
    );
  });

  test('is content with a new file, and makes nothing', async () => {
    const cwd = temporaryFolder();
    await runInProcess(['init'], { cwd });
    const { findings } = await examine([], cwd);
    // There is no home folder here for an index.
    expect(findings.filter(({ state, subject }) => state !== 'good' && subject !== 'index')).toEqual([]);
    expect(existsSync(join(cwd, '.cache'))).toBe(false);
  });

  test('says once that there is no file, that it is none of ours, or that it is damaged, and ends with 1', async () => {
    const cwd = temporaryFolder();
    const missing = await examine([], cwd);
    expect(missing.findings).toMatchObject([{ subject: 'file', state: 'bad', command: 'init' }]);
    writeFileSync(join(cwd, 'predict_presents.db'), 'Dear operator, '.repeat(1000));
    expect((await examine([], cwd)).findings).toHaveLength(1);
    const broken = referenceFolder();
    const file = openSync(join(broken, 'predict_presents.db'), 'r+');
    writeSync(file, Buffer.alloc(4096, 0xee), 0, 4096, 100 * 4096);
    closeSync(file);
    const { ok, about } = await examine([], broken);
    expect([ok, about('integrity')]).toMatchObject([false, [{ state: 'bad', text: expect.stringMatching(/damaged/) }]]);
  });
});

describe.runIf(hasPostgres)('Doctor of a server', () => {
  test('finds a fresh database in order, and names a server that does not answer', async () => {
    const { name, database } = await createDatabase('nothing');
    await runInProcess(['init', '--db', name], { cwd: '/', busyTimeoutMs: 5_000 });
    const { ok, findings, about } = await examine(['--db', name]);
    const wanted = ['servers', 'rights', 'schema', 'partitions', 'clock', 'calls'];
    expect([ok, wanted.map((subject) => about(subject).map(({ state }) => state))]).toEqual([
      true,
      wanted.map(() => ['good']),
    ]);
    expect(findings.map(({ text }) => text)).toContain('postgres owns the log: it may do everything.');
    const { host, port } = runServer();
    const dead = await freePort();
    const two = await examine([
      '--db',
      `postgresql:///${database}?host=${host},127.0.0.1&port=${port},${dead}&user=postgres`,
    ]);
    expect([two.ok, two.about('servers')]).toMatchObject([
      true,
      [{ state: 'good' }, { state: 'warn', text: `127.0.0.1:${dead} is out of reach: nothing listens there.` }],
    ]);
    const none = await examine(['--db', `postgresql://postgres@127.0.0.1:${dead}/x`]);
    expect([none.ok, none.findings.map(({ subject }) => subject)]).toEqual([false, ['servers']]);
  });

  test('tells calls of the future, a missing index, partitions that run out and a restored dump', async () => {
    const location = await createDatabase('nothing');
    await runInProcess(['init', '--db', location.name], { cwd: '/', busyTimeoutMs: 5_000 });
    await askDatabase(
      location,
      `
      INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (1, '/a', '2027-01-01'), (1, '/b', '2030-01-01');
      DROP INDEX idx_api_log_errors; ANALYZE;
      DROP TABLE user_api_call_log_p20261130, user_api_call_log_p20261207, user_api_call_log_p20261214, user_api_call_log_p20261221, user_api_call_log_p20270104, user_api_call_log_p20270111;
      UPDATE presents_cluster SET system_identifier = '1'`,
    );
    const { ok, about } = await examine(['--db', location.name]);
    expect(ok).toBe(true);
    expect(about('partitions')).toMatchObject([
      { state: 'warn', text: '2 partitions are ready for the times to come, until 2027-01-04.', command: 'maintain' },
      { state: 'warn', text: 'About 1 call is in the default partition.', command: 'maintain' },
    ]);
    expect(about('schema')).toMatchObject([
      { state: 'warn', text: 'The database was restored on another server: new calls cannot be told from old ones.' },
      {
        state: 'warn',
        text: 'To be made anew: column user_api_call_log.xid, index idx_api_log_errors, index idx_api_log_xid.',
        command: 'init',
      },
    ]);
    expect(about('calls')).toMatchObject([
      { state: 'good' },
      { state: 'warn', text: '2 calls are of a time later than now.' },
    ]);
  });

  test('names the grant that a role lacks', async () => {
    const location = await createDatabase('nothing');
    await runInProcess(['init', '--roles', '--db', location.name], { cwd: '/', busyTimeoutMs: 5_000 });
    const roles = { presents_reader: 'a', presents_operator: 'b', presents_api: 'c', none: 'd' };
    const findings: Record<string, unknown> = {};
    for (const [role, suffix] of Object.entries(roles)) {
      const login = `${location.database}_${suffix}`;
      await askDatabase(location, `CREATE ROLE ${login} LOGIN ${role === 'none' ? '' : `IN ROLE ${role}`}`);
      const { about } = await examine(['--db', location.name.replace('user=postgres', `user=${login}`)]);
      await askDatabase(location, `DROP ROLE ${login}`);
      findings[role] = about('rights').map(({ state, text, nextStep = '' }) =>
        `${state}: ${text} ${nextStep}`.replaceAll(login, 'login').trim(),
      );
    }
    expect(findings).toEqual({
      presents_reader: ['good: login may look, and not act. To act, as the owner: GRANT presents_operator TO login;'],
      presents_operator: ['good: login may look and act as an operator.'],
      presents_api: [
        'bad: login may log calls, but not look at all of them. As the owner: GRANT presents_reader TO login;',
      ],
      none: ['bad: login may not look at every table. As the owner: GRANT presents_reader TO login;'],
    });
  });
});
