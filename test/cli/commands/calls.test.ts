import { describe, expect, test } from 'vitest';
import { type AskedCalls, readCalls } from '../../../src/cli/commands/asked-calls.ts';
import { parseCsv } from '../../helpers/csv.ts';
import { type CliWorld, referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, openTestStore, querySql, runSql } from '../../helpers/store.ts';

const users = ['acme-shop', 'acme-toys', 'gift-bot'].map((name) => aUser(name));

/** Calls a minute apart, the newest first in time, the slowest in the middle. */
const minutes = Array.from({ length: 60 }, (_, n) =>
  aCall({
    userId: 1 + (n % 3),
    dateTime: `2026-11-20 11:${String(59 - n).padStart(2, '0')}:00`,
    apiRoute: n % 2 === 0 ? '/api/predict' : '/api/gifts/rank',
    statusCode: n % 5 === 0 ? 422 : 200,
    responseTimeMs: n < 30 ? n : 60 - n,
    errorMessage: n % 5 === 0 ? `Validation failed: age ${n}` : null,
    requestPayload: `{"n": ${n}, "id": 1152921504606846977}`,
    responsePayload: 'no JSON',
  }),
);

const path = () => buildDatabase({ users, calls: minutes });

const run = (argv: readonly string[], world: Partial<CliWorld> = {}) => runInProcess(argv, { cwd: '/', ...world });

const rowsOf = (stdout: string) => stdout.split('\n').filter((line) => /^\d{4}-\d\d-\d\d /.test(line));

describe('calls', () => {
  test('lists the newest 50 of the last 24 hours, and says how many there are, of when, and how to see the rest', async () => {
    const { stdout, stderr, exitCode } = await run(['calls', '--db', path()]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Calls {3}60 {3}last 24 h {3}Thu 19 Nov 13:00 – Fri 20 Nov 13:00 CET\n\nTIME /);
    expect(rowsOf(stdout)).toHaveLength(50);
    expect(rowsOf(stdout)[0]).toMatch(/^2026-11-20 12:59:00 {2}acme-shop {2}422 {5}\/api\/predict +0\.0 {2}Validation/);
    expect(stderr).toBe('  50 of 60 calls; --limit all prints every one.\n  Times are those of Europe/Berlin.\n');
  });

  test.each(['0', 'all'])('lists every one with --limit %s', async (limit) => {
    const { stdout, stderr } = await run(['calls', '--db', path(), '--limit', limit]);
    expect(rowsOf(stdout)).toHaveLength(60);
    expect(stderr).toBe('  Times are those of Europe/Berlin.\n');
  });

  test('lists those that fit a filter, which stands above them', async () => {
    const { stdout } = await run(['calls', '--db', path(), '--where', 'user:acme-* status:422']);
    expect(stdout).toMatch(/^Calls {3}8 of 60 .*\nwhere: user:acme-\* status:422\n\n/);
    expect(rowsOf(stdout)).toHaveLength(8);
  });

  test('lists calls of the hours that are asked for, or of the days', async () => {
    const file = path();
    runSql(file, `UPDATE user_api_call_log SET date_time = '2026-11-18 12:00:00' WHERE id > 55`);
    const count = async (...argv: string[]) => {
      const { stdout } = await run(['calls', '--db', file, '--json', '--limit', 'all', ...argv]);
      return JSON.parse(stdout).length;
    };
    expect(await Promise.all([count('--hours', '1'), count(), count('--days', '3')])).toEqual([55, 55, 60]);
  });

  test('says that nothing fits, and exits 0', async () => {
    const { stdout, exitCode } = await run(['calls', '--db', path(), '--where', 'status:599']);
    expect([exitCode, stdout.split('\n').at(-2)]).toEqual([0, 'No call fits.']);
    const empty = await run(['calls', '--db', buildDatabase({})]);
    expect([empty.exitCode, empty.stdout.split('\n').at(-2)]).toEqual([0, 'No calls in this time.']);
  });

  test.each([
    ['time', 'dateTime', 'desc'],
    ['ms', 'responseMs', 'desc'],
    ['status', 'statusCode', 'desc'],
    ['user', 'username', 'asc'],
    ['route', 'apiRoute', 'asc'],
    ['message', 'errorMessage', 'asc'],
  ])('sorts by %s, and the other way round with --reverse', async (sort, key, direction) => {
    const file = path();
    const values = async (...argv: string[]) => {
      const { stdout } = await run(['calls', '--db', file, '--json', '--limit', 'all', '--sort', sort, ...argv]);
      const found: readonly Record<string, string | number | null>[] = JSON.parse(stdout);
      return found.flatMap((call) => call[key] ?? []);
    };
    const rising = (await values()).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const [first, second] = direction === 'asc' ? [rising, rising.toReversed()] : [rising.toReversed(), rising];
    expect(await values()).toEqual(first);
    expect(await values('--reverse')).toEqual(second);
  });

  test('answers with --json as stats errors does, with the time it took and both payloads as they are stored', async () => {
    const { stdout, stderr } = await run(['calls', '--db', path(), '--json', '--limit', '1']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 1,
        dateTime: '2026-11-20T11:59:00.000Z',
        username: 'acme-shop',
        apiRoute: '/api/predict',
        statusCode: 422,
        responseMs: 0,
        errorMessage: 'Validation failed: age 0',
        requestPayload: { n: 0, id: 1152921504606847000 },
        responsePayload: 'no JSON',
      },
    ]);
    expect(stdout).toContain('"id": 1152921504606846977');
  });

  test('answers with --json where nothing fits with an empty list', async () => {
    const { stdout } = await run(['calls', '--db', path(), '--json', '--where', 'status:599']);
    expect(stdout).toBe('[]\n');
  });

  test('answers with --jsonl line by line what --json answers', async () => {
    const file = path();
    const whole = JSON.parse((await run(['calls', '--db', file, '--json', '--limit', 'all'])).stdout);
    const { stdout } = await run(['calls', '--db', file, '--jsonl', '--limit', 'all']);
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line))).toEqual(whole);
  });

  test('answers with --csv with whole messages, however long', async () => {
    const errorMessage = 'long '.repeat(5000).trim();
    const file = buildDatabase({ users, calls: [aCall({ statusCode: 500, errorMessage })] });
    const { stdout } = await run(['calls', '--db', file, '--csv']);
    const [names, ...rows] = parseCsv(stdout);
    expect(names).toEqual(['dateTime', 'username', 'statusCode', 'apiRoute', 'responseMs', 'errorMessage']);
    expect(rows).toEqual([['2026-11-20T11:59:00.000Z', 'acme-shop', '500', '/api/predict', '10', errorMessage]]);
  });

  test('shows a call of nobody, without status and time, as it is', async () => {
    const odd = aCall({ userId: 77, statusCode: null, responseTimeMs: null });
    const file = buildDatabase({ users, calls: [odd] });
    const { stdout } = await run(['calls', '--db', file]);
    expect(rowsOf(stdout)[0]).toMatch(/^2026-11-20 12:59:00 .* – +\/api\/predict +– +–$/);
    expect(JSON.parse((await run(['calls', '--db', file, '--json'])).stdout)[0]).toMatchObject({
      statusCode: null,
      responseMs: null,
      errorMessage: null,
    });
  });

  test('of a database that is not there exits 1 and prints nothing', async () => {
    const { exitCode, stdout } = await run(['calls', '--db', `${temporaryFolder()}/none.db`]);
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  test('of a file of the original program are its calls', async () => {
    const folder = referenceFolder();
    const { stdout } = await run(['calls', '--json', '--limit', 'all', '--days', '30'], { cwd: folder });
    const rows = querySql(
      `${folder}/predict_presents.db`,
      `SELECT id FROM user_api_call_log WHERE date_time >= datetime('2026-11-20 12:00:00', '-30 days') ORDER BY date_time DESC, id DESC`,
    );
    expect(JSON.parse(stdout).map(({ id }: { id: number }) => id)).toEqual(rows.map(({ id }) => id));
  });
});

describe('a mistake with calls', () => {
  test.each([
    [['calls', 'status:5xx'], 'A filter is given with --where.', 'Try: presents calls --where status:5xx'],
    [['calls', '--follow', '--json'], '--follow has no end, so it is no JSON document.', 'Use --jsonl.'],
    [['calls', '--follow', '--sort', 'ms'], '--follow prints calls in the order of their times.', 'Leave out --sort'],
    [['calls', '--hours', '1', '--days', '2'], "cannot be used with option '--hours <n>'.", 'Add --help'],
    [['calls', '--sort', 'size'], 'Allowed choices are time, user, status, route, ms, message.', 'Add --help'],
    [['calls', '--limit', 'some'], 'It must be a whole number, or “all”.', 'Add --help'],
    [
      ['calls', '--follow', '--where', 'time:2026-11-19'],
      'The time of the filter is over: no new call can fit.',
      'Leave --follow or the end of that time out.',
    ],
    [['calls', '--folow'], "Unknown option '--folow'.", 'Did you mean --follow?'],
    [['cals'], 'There is no command "cals".', 'Did you mean `presents calls`?'],
  ])('%j is told in a sentence with what to do, exit 2', async (argv, sentence, nextStep) => {
    const { exitCode, stdout, stderr } = await run(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^✗ [^\n]+[.?]\n {2}[^\n]+\n$/);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(nextStep);
  });
});

describe('A list that is read part by part', () => {
  const asked: AskedCalls = {
    where: undefined,
    ends: { from: new Date('2026-11-01T00:00:00Z'), to: null },
    sort: 'time',
    descending: true,
    limit: Number.POSITIVE_INFINITY,
    hours: undefined,
    now: new Date('2026-11-20T12:00:00Z'),
  };
  // Bursts, gaps, one second that holds more than a slice, and calls that are later than now.
  const times = [
    ...Array.from({ length: 15_000 }, (_, n) => Date.parse('2026-11-20T11:00:00Z') - Math.floor(n / 3) * 1000),
    ...Array.from({ length: 11_000 }, () => Date.parse('2026-11-12T03:04:05Z')),
    ...Array.from({ length: 2_000 }, (_, n) => Date.parse('2026-11-05T00:00:00Z') + n * 7000),
    ...Array.from({ length: 20 }, (_, n) => Date.parse('2026-11-21T00:00:00Z') + n * 86_400_000),
  ];
  const textOf = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  const many = () =>
    buildDatabase({ users, calls: times.map((time) => aCall({ dateTime: textOf(time), responseTimeMs: time % 977 })) });
  const idsOf = async (path: string, changes: Partial<AskedCalls>, afterPart = () => {}) => {
    const store = await openTestStore(path);
    const ids: unknown[] = [];
    for await (const rows of readCalls(store, { ...asked, ...changes })) {
      ids.push(...rows.map(({ id }) => id));
      afterPart();
    }
    return ids;
  };
  const inOrder = (path: string, order: string) =>
    querySql(path, `SELECT id FROM user_api_call_log ORDER BY ${order}`).map(({ id }) => id);

  test('has each call once, in order, from either end', async () => {
    const path = many();
    expect(await idsOf(path, {})).toEqual(inOrder(path, 'date_time DESC, id DESC'));
    expect(await idsOf(path, { descending: false })).toEqual(inOrder(path, 'date_time, id'));
    expect(await idsOf(path, { ends: { from: null, to: null } })).toEqual(inOrder(path, 'date_time DESC, id DESC'));
    expect(await idsOf(path, { sort: 'ms' })).toEqual(inOrder(path, 'response_time_ms DESC, id DESC'));
  });

  test.each(['time', 'ms'] as const)('by %s has each call once, in order, while others come and go', async (sort) => {
    const path = many();
    const before = inOrder(path, sort === 'time' ? 'date_time DESC, id DESC' : 'response_time_ms DESC, id DESC');
    const found = await idsOf(path, { sort }, () =>
      runSql(
        path,
        `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_time_ms)
           VALUES (1, '2026-11-20 11:59:00', '/new', 5000), (1, '2026-11-20 11:59:00', '/new', 5000);
         DELETE FROM user_api_call_log WHERE id IN (
           SELECT id FROM user_api_call_log WHERE id <= ${times.length} ORDER BY date_time, id LIMIT 3)`,
      ),
    );
    const left = new Set(inOrder(path, 'id'));
    expect(new Set(found).size).toBe(found.length);
    const isFirst = new Set(found);
    expect(found).toEqual(before.filter((id) => isFirst.has(id)));
    expect(before.filter((id) => left.has(id) && !isFirst.has(id))).toEqual([]);
  });

  test('ends with as many as were asked for', async () => {
    const path = many();
    expect(await idsOf(path, { limit: 6000 })).toEqual(inOrder(path, 'date_time DESC, id DESC').slice(0, 6000));
    expect(await idsOf(path, { limit: 12_000, sort: 'ms' })).toHaveLength(12_000);
  });
});
