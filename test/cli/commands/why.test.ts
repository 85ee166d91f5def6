import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../helpers/csv.ts';
import { runInProcess } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const path = () =>
  buildDatabase({
    users: [aUser('acme-shop'), aUser('gift-bot')],
    calls: Array.from({ length: 200 }, (_, at) =>
      aCall({
        userId: 1 + (at % 2),
        dateTime: `2026-11-20 0${Math.floor(at / 60) + 5}:${String(at % 60).padStart(2, '0')}:00`,
        statusCode: at % 4 === 0 ? 422 : 200,
        errorMessage: at % 4 === 0 ? 'Validation failed: age' : null,
        requestPayload: JSON.stringify({ age: at % 4 === 0 ? -1 : 30 }),
      }),
    ),
  });

const run = (...argv: readonly string[]) => runInProcess(['why', '--db', path(), ...argv], { cwd: '/' });

describe('why', () => {
  test('says what failed calls have in common, against which calls, and that it is no proof', async () => {
    const { stdout, stderr, exitCode } = await run('--where', 'is:error');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Why {3}.* CET {3}50 calls {3}against 150 successful calls of the same time\nwhere: is:error\n\nWHAT /,
    );
    expect(stdout).toMatch(/\nreq\.age < 0 +100 % +█+ +0 % +only here/);
    expect(stderr).toContain('Statistics, no proof');
  });

  test('answers with the same as JSON, and as CSV with the filter of each line', async () => {
    const json = JSON.parse((await run('--where', 'is:error', '--json')).stdout);
    expect(json).toMatchObject({
      where: 'is:error',
      verdict: 'found',
      selectedCalls: 50,
      baselineCalls: 150,
      baseline: { how: 'successes', filter: 'status:<400' },
      causes: [
        {
          facts: [{ field: 'req.age', operator: '<', value: 0 }],
          selectedShare: 1,
          baselineShare: 0,
          lift: null,
          filter: 'req.age:<0',
          also: [{ field: 'user', operator: '=', value: 'acme-shop' }],
        },
      ],
      effects: [],
    });
    const [names, first] = parseCsv((await run('--where', 'is:error', '--csv')).stdout);
    expect(names).toEqual(['what', 'here', 'elsewhere', 'lift', 'also']);
    expect(first?.slice(0, 4)).toEqual(['req.age:<0', '1', '0', '']);
  });

  test('compares with the calls of another filter', async () => {
    const { stdout } = await run('--where', 'user:acme-shop', '--against', 'user:gift-bot');
    expect(stdout).toContain('100 calls   against 100 others');
    expect(stdout).toMatch(/\nreq\.age < 0 +50\.0 %/);
  });

  test.each([
    [['--where', 'user:nobody'], 'There are no calls that fit.', 'There is no user “nobody”.'],
    [
      ['--where', 'time:2026-11-20T05:00:00Z..2026-11-20T05:10:00Z'],
      'Too few calls: 10, and at least 20 are needed.',
      'A longer time',
    ],
    [
      ['--where', 'user:acme-shop', '--against', 'user:gift-bit'],
      'Too few calls to compare with: 0',
      'Did you mean “gift-bot”',
    ],
    [[], 'There are no others to compare these calls with.', 'Choose a shorter time'],
    [
      ['--where', 'route:/api/predict', '--against', 'user:gift-bot'],
      'Too few calls to compare with: 0',
      'A longer time',
    ],
  ])('says why it has no answer: %s', async (argv, reason, next) => {
    const { stdout, stderr, exitCode } = await run(...argv);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(reason)]);
    expect(stderr).toContain(next);
  });

  test('points at the fault of either filter', async () => {
    for (const option of ['--where', '--against']) {
      const { stderr, exitCode } = await run(option, 'statsu:422');
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('No field “statsu”')]);
    }
  });
});
