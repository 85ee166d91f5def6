import { renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { clearLater } from '../../helpers/leftovers.ts';
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, type TestCall } from '../../helpers/store.ts';

/** A folder with a database of these calls. */
function folderOf(calls: readonly TestCall[]): string {
  const cwd = temporaryFolder();
  const path = buildDatabase({ users: [aUser('acme'), aUser('shop')], calls });
  renameSync(path, join(cwd, 'predict_presents.db'));
  return cwd;
}

const some = (count: number, overrides: Partial<TestCall> = {}) =>
  Array.from({ length: count }, () => aCall(overrides));
// 100 calls a minute ago: 8 failed, 3 of them by the server, and 6 took 900 ms.
const CALLS = [
  ...some(86),
  ...some(5, { statusCode: 422, errorMessage: 'age is missing' }),
  ...some(3, { statusCode: 503, errorMessage: 'ranker is down' }),
  ...some(6, { responseTimeMs: 900, userId: 2 }),
];
const folder = () => folderOf(CALLS);
const check = (cwd: string, ...conditions: readonly string[]) =>
  runInProcess(['check', ...conditions.flatMap((condition) => ['--fail-if', condition])], { cwd });

describe('check', () => {
  test.each([
    ['calls>99', 'calls 100 > 99'],
    ['calls = 100', 'calls 100 = 100'],
    ['errors>=8', 'errors 8 >= 8'],
    ['error_rate>5%', 'error_rate 8 % > 5 %'],
    ['error_rate>7.99', 'error_rate 8 % > 7.99 %'],
    ['server_error_rate>= 3 %', 'server_error_rate 3 % >= 3 %'],
    ['avg>60ms', 'avg 63.4 ms > 60 ms'],
    ['p50<=10', 'p50 10.0 ms <= 10 ms'],
    ['p95>0.8s', 'p95 900 ms > 800 ms'],
    ['p99<1m', 'p99 900 ms < 60000 ms'],
    ['idle_minutes>30s', 'idle_minutes 1 min > 0.5 min'],
    ['idle_minutes<1h', 'idle_minutes 1 min < 60 min'],
    ['new_groups=0', 'new_groups 0 = 0'],
    ['rising_groups<1', 'rising_groups 0 < 1'],
    ['attention<5', 'attention 0 < 5'],
  ])('prints a line where %s holds, and fails', async (condition, line) => {
    expect(await check(folder(), condition)).toEqual({ exitCode: 1, stdout: `${line}\n`, stderr: '' });
  });

  test.each(['calls>100', 'calls<100', 'error_rate>8%', 'error_rate<8%', 'p95>=901', 'idle_minutes>1', 'errors=7'])(
    'is content where %s does not hold',
    async (condition) => {
      const { exitCode, stdout, stderr } = await check(folder(), condition);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^fine: /);
    },
  );

  test('prints a line for each condition that holds, and nothing where all is fine and it is to be quiet', async () => {
    const cwd = folder();
    const hits = await check(cwd, 'error_rate>5%', 'p95>9000', 'p50>2');
    expect(hits).toMatchObject({ exitCode: 1, stdout: 'error_rate 8 % > 5 %\np50 10.0 ms > 2 ms\n' });
    const quiet = await runInProcess(['check', '--quiet', '--fail-if', 'p95>9000'], { cwd });
    expect(quiet).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const json = await runInProcess(['check', '--quiet', '--json', '--fail-if', 'p95>9000'], { cwd });
    expect(json).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const attention = await runInProcess(['check', '--quiet', '--json'], { cwd });
    expect(attention).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('is quiet about what few calls do not let it judge, so that cron sends no mail at night', async () => {
    const argv = ['check', '--where', 'user:shop', '--fail-if', 'p95>1', '--fail-if', 'calls>99', '--quiet'];
    expect(await runInProcess(argv, { cwd: folder() })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('takes 7 of 100 calls for 7 % to the last digit', async () => {
    const cwd = folderOf([...some(93), ...some(7, { statusCode: 500 })]);
    expect(await check(cwd, 'error_rate>7%')).toMatchObject({ exitCode: 0, stdout: 'fine: error_rate 7 %\n' });
    expect(await check(cwd, 'server_error_rate=7%')).toMatchObject({ exitCode: 1 });
  });

  test('rounds a value only as far as its line is true', async () => {
    const cwd = folderOf([...some(2876), ...some(149, { statusCode: 500 }), aCall()]);
    // 149 of 3,026 are 4.924 %.
    expect(await check(cwd, 'error_rate>4.91')).toMatchObject({ stdout: 'error_rate 4.923992 % > 4.91 %\n' });
    expect(await check(cwd, 'error_rate>4.8')).toMatchObject({ stdout: 'error_rate 4.9 % > 4.8 %\n' });
    const slow = folderOf(some(100, { responseTimeMs: 1234.4 }));
    expect(await check(slow, 'p95>1234')).toMatchObject({ stdout: 'p95 1234.4 ms > 1234 ms\n' });
    expect(await check(slow, 'p95>1.2s')).toMatchObject({ stdout: 'p95 1,234 ms > 1200 ms\n' });
  });

  test('says what is missing where there is nothing to judge: calls, or their response times', async () => {
    const argv = ['check', '--min-calls', '0', '--fail-if', 'error_rate>1', '--fail-if', 'p95>1'];
    const none = await runInProcess(argv, { cwd: folderOf([]) });
    expect(none).toMatchObject({ exitCode: 0, stdout: '' });
    expect(none.stderr).toBe(
      ['error_rate', 'p95'].map((metric) => `! ${metric} was not judged: there is no call in the last 1 h.\n`).join(''),
    );
    const untimed = await runInProcess(argv, { cwd: folderOf(some(3, { responseTimeMs: null })) });
    expect(untimed).toMatchObject({ exitCode: 0, stdout: 'fine: error_rate 0 %\n' });
    expect(untimed.stderr).toBe('! p95 was not judged: no call in the last 1 h has a response time.\n');
  });

  test('refuses to choose calls for attention alone, which looks at everything', async () => {
    for (const option of [
      ['--where', 'user:shop'],
      ['--hours', '3'],
      ['--min-calls', '1'],
    ]) {
      const { exitCode, stdout, stderr } = await runInProcess(['check', '--fail-if', 'attention>0', ...option], {
        cwd: folder(),
      });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${option[0]} chooses calls, and the condition attention looks at everything.`);
    }
    const both = await check(folder(), 'attention>9', 'calls>9999');
    expect(both.exitCode).toBe(0);
  });

  test('judges rates and times of too few calls not at all, and says so; counts it judges', async () => {
    const cwd = folder();
    const few = await runInProcess(['check', '--where', 'user:shop', '--fail-if', 'p95>1', '--fail-if', 'calls<7'], {
      cwd,
    });
    expect(few).toMatchObject({ exitCode: 1, stdout: 'calls 6 < 7\n' });
    expect(few.stderr).toBe('! p95 was not judged: 6 calls in the last 1 h, fewer than 50 (--min-calls).\n');
    const none = await runInProcess(['check', '--where', 'user:shop', '--fail-if', 'p95>1', '--quiet'], { cwd });
    expect([none.exitCode, none.stdout]).toEqual([0, '']);
    const enough = await runInProcess(['check', '--where', 'user:shop', '--fail-if', 'p95>1', '--min-calls', '6'], {
      cwd,
    });
    expect(enough).toMatchObject({ exitCode: 1, stdout: 'p95 900 ms > 1 ms\n', stderr: '' });
  });

  test('looks for the newest call that fits, however long ago; a user who never called is idle for ever', async () => {
    const cwd = folderOf([
      aCall({ dateTime: '2026-11-01 12:00:00', userId: 2 }),
      ...CALLS.filter(({ userId }) => userId === 1),
    ]);
    const idle = (where: string) => runInProcess(['check', '--where', where, '--fail-if', 'idle_minutes>24h'], { cwd });
    expect(await idle('user:shop')).toMatchObject({ exitCode: 1, stdout: 'idle_minutes 27,360 min > 1440 min\n' });
    expect(await idle('user:acme')).toMatchObject({ exitCode: 0 });
    expect(await idle('user:acme status:500')).toMatchObject({
      exitCode: 1,
      stdout: 'idle_minutes never > 1440 min\n',
    });
  });

  test('answers with JSON', async () => {
    const { exitCode, stdout } = await runInProcess(['check', '--fail-if', 'errors>5', '--json'], { cwd: folder() });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      from: '2026-11-20T11:00:00.000Z',
      to: '2026-11-20T12:00:00.000Z',
      calls: 100,
      conditions: [{ condition: 'errors>5', metric: 'errors', value: 8, limit: 5, hit: true, judged: true }],
    });
  });

  test.each([
    ['eror_rate>5%', 'There is no metric “eror_rate”.', 'Did you mean error_rate?'],
    ['error-rate>5%', 'There is no metric “error-rate”.', 'Did you mean error_rate?'],
    ['moon>1', 'There is no metric “moon”.', 'The metrics are calls, errors, error_rate'],
    ['p95', '“p95” is no condition.', 'Give a metric, an operator and a limit'],
    ['p95>', '“” is no limit of p95', 'Write p95>800ms, say'],
    ['p95>fast', '“fast” is no limit of p95', '(ms, s, m, min)'],
    ['p95>5%', '“5%” is no limit of p95', 'Write p95>800ms'],
    ['error_rate>5ms', '“5ms” is no limit of error_rate', '(%)'],
    ['calls>5%', '“5%” is no limit of calls, which wants a number without a unit', 'Write calls>10'],
    ['calls>-5', '“-5” is no limit of calls', 'Write calls>10'],
    ['calls=>5', '“>5” is no limit of calls', 'Write calls>10'],
    ['', '“” is no condition.', 'Give a metric'],
  ])('refuses %s and says what it wants', async (condition, message, hint) => {
    const { exitCode, stdout, stderr } = await check(folder(), condition);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test('fails with 3 while the database is busy, and with 1 where there is none', async () => {
    const cwd = referenceFolder();
    const locker = new Database(join(cwd, 'predict_presents.db'));
    clearLater(() => locker.close());
    locker.exec('BEGIN EXCLUSIVE');
    expect((await check(cwd, 'calls>1')).exitCode).toBe(3);
    locker.exec('ROLLBACK');
    expect((await check(temporaryFolder(), 'calls>1')).exitCode).toBe(1);
  });

  test('without a condition prints what wants attention, a line each, and fails if something does', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(['check'], { cwd: referenceFolder() });
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'raised: 8.8 % of classifications failed (43 of 490 entries · last 15 Nov 23:05)',
      'low: 1 active key was never used (made more than 14 d ago · never-called, since 12 Aug 14:00)',
      '',
    ]);
    expect(stderr).toBe('');
    const calm = await runInProcess(['check'], { cwd: folder() });
    expect(calm).toMatchObject({ exitCode: 0, stdout: 'Nothing wants attention, as far as it could be judged.\n' });
    expect(await runInProcess(['check', '--quiet'], { cwd: folder() })).toMatchObject({ exitCode: 0, stdout: '' });
    const odd = await runInProcess(['check', '--hours', '3'], { cwd: folder() });
    expect([odd.exitCode, odd.stderr]).toEqual([2, expect.stringContaining('--hours is for conditions')]);
  });
});

describe('attention', () => {
  test('lists the evidence, and says what was looked at', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(['attention'], { cwd: referenceFolder() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Attention {3}2 lines\n\nDANGER +WHAT +EVIDENCE +SINCE +LINE\n● raised {2}8\.8 % of class/);
    expect(stderr).toContain('Looked at 11 groups of failed calls');
  });

  test('claims no more than it could judge, and says why some things were not judged', async () => {
    const { stdout, stderr } = await runInProcess(['attention'], { cwd: folder() });
    expect(stdout).toContain('Nothing wants attention, as far as it could be judged.');
    expect(stderr).toContain('Not judged, since the log is too young to say what is usual: routes, users, growth.');
  });

  test('says how to list the lines where none is meant', async () => {
    const { exitCode, stderr } = await runInProcess(['attention', '--aside', 'evil\u001b[31m'], { cwd: folder() });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^✗ There is no line “evil␛\[31m”\.\n {2}List the lines: presents attention --all/);
  });

  test('keeps nothing where nothing may be changed, whatever the line', async () => {
    for (const option of ['--aside', '--restore'])
      expect(await runInProcess(['attention', option, 'no such line', '--read-only'], { cwd: folder() })).toMatchObject(
        {
          exitCode: 2,
          stderr: expect.stringContaining('Nothing can be changed'),
        },
      );
  });

  test('leaves a line out that is set aside, also of check, and takes it back', async () => {
    const world = { cwd: referenceFolder(), env: { XDG_STATE_HOME: temporaryFolder() } };
    const aside = await runInProcess(['attention', '--aside', 'never used'], world);
    expect(aside).toMatchObject({
      exitCode: 0,
      stderr: '✓ Set “never used” aside until it gets worse, or for a day.\n',
    });
    expect((await runInProcess(['check'], world)).stdout).not.toContain('never used');
    const list = await runInProcess(['attention', '--json'], world);
    expect(JSON.parse(list.stdout)).toMatchObject({
      lines: [{ line: 'cache failures' }],
      aside: [{ line: 'never used' }],
    });
    const back = await runInProcess(['attention', '--restore', 'never used', '--json'], world);
    expect([back.exitCode, JSON.parse(back.stdout)]).toEqual([0, { line: 'never used', isAside: false }]);
    expect((await runInProcess(['check'], world)).stdout).toContain('never used');
    const none = await runInProcess(['attention', '--restore', 'never used'], world);
    expect(none).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No line “never used” is set aside.') });
    const wrong = await runInProcess(['attention', '--aside', 'never usd'], world);
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Did you mean “never used”?') });
  });
});
