import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const at = (minutesAgo: number) =>
  new Date(Date.UTC(2026, 10, 20, 12) - minutesAgo * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** Runs commands on one log with two groups, whose decisions are kept in one folder. */
function world() {
  const path = buildDatabase({
    users: [aUser('acme')],
    calls: [
      ...[1, 2, 3].map((minutes) =>
        aCall({ dateTime: at(minutes), statusCode: 422, errorMessage: `Item ${minutes} is sold out` }),
      ),
      aCall({ dateTime: at(4), statusCode: 500, errorMessage: 'out of luck\u001b[31m' }),
      aCall({ dateTime: at(50 * 60), statusCode: 404, errorMessage: 'Not found' }),
    ],
  });
  const folder = temporaryFolder();
  const env = { XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') };
  const run = (...words: readonly string[]) => runInProcess([...words, '--db', path], { cwd: folder, env });
  const listed = async (...words: readonly string[]) =>
    JSON.parse((await run('errors', 'list', '--json', ...words)).stdout) as readonly {
      readonly group: string;
      readonly message: string;
      readonly callCount: number;
      readonly state: string;
      readonly resolvedAt: string | null;
      readonly ignoredAt: string | null;
      readonly note: string;
    }[];
  return { run, listed };
}

describe('stats errors --groups', () => {
  test('counts the failed calls of the last day by group, harmlessly', async () => {
    const { run } = world();
    const { stdout } = await run('stats', 'errors', '--groups');
    expect(stdout).toContain('Errors   4 in 2 groups   last 24 h');
    expect(stdout).toMatch(/^[0-9a-f]{8} .* 3 +1 +422 +Item 1 is sold out/m);
    expect(stdout).toContain('out of luck␛[31m');
    expect((await run('stats', 'errors', '--groups', '--hours', '72')).stdout).toContain('5 in 3 groups');
    expect((await run('stats', 'errors', '--groups', '--where', 'status:5xx')).stdout).toContain('1 in 1 group');
    expect((await run('stats', 'errors', '--groups', '--limit', '1')).stderr).toContain(
      '1 of 2 groups; --limit all prints every one.',
    );
    for (const all of ['all', '0'])
      for (const words of [
        ['stats', 'errors', '--groups'],
        ['errors', 'list'],
      ])
        expect((await run(...words, '--limit', all)).stdout.match(/^[0-9a-f]{8} /gm)).toHaveLength(2);
    expect(await run('stats', 'errors', '--limit', 'all')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^✗ Without --groups, --limit is 100,000 at most\.\n {2}List every failed call: presents calls --where is:error --limit all/,
      ),
    });
  });

  test('has every value as JSON, as JSON Lines and as CSV', async () => {
    const { run, listed } = world();
    const [first] = await listed();
    expect(first).toMatchObject({
      group: expect.stringMatching(/^[0-9a-f]{8}$/),
      state: 'new',
      statusCode: 422,
      message: 'Item 1 is sold out',
      callCount: 3,
      userCount: 1,
      firstSeen: '2026-11-20T11:57:00.000Z',
      lastSeen: '2026-11-20T11:59:00.000Z',
      topUser: 'acme',
      topUserShare: 1,
      note: '',
    });
    const lines = (await run('stats', 'errors', '--groups', '--jsonl')).stdout.trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual(first);
    const csv = (await run('stats', 'errors', '--groups', '--csv')).stdout.split('\r\n');
    expect(csv[0]).toMatch(/^group,state,/);
    expect(csv[1]).toContain('Item 1 is sold out');
  });

  test('says so where calls failed in more ways than groups are told apart', async () => {
    const letters = (at: number) => String(at).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    const old = Array.from({ length: 4_000 }, (_, index) =>
      aCall({ dateTime: at(50 * 60), statusCode: 500, errorMessage: `${letters(index)} failed` }),
    );
    const calls = [...old, aCall({ dateTime: at(1), statusCode: 500, errorMessage: 'out of luck' })];
    const path = buildDatabase({ users: [aUser('acme')], calls });
    const listed = (...words: readonly string[]) =>
      runInProcess(['errors', 'list', '--db', path, ...words], { cwd: '/' });
    const { stdout, stderr } = await listed();
    expect(stdout).toContain('Errors   0 in 0 groups');
    expect(stdout).toContain('The messages differ too much to group them.');
    expect(stderr).toContain('1 call is in no group: there are too many different ones. `calls` lists them.');
    expect((await listed('--hours', '72')).stdout).toContain('4,000 in 4,000 groups');
  });

  test('refuses --hours without --groups, which would be ignored', async () => {
    const { exitCode, stderr } = await world().run('stats', 'errors', '--hours', '2');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Add --groups')]);
  });
});

describe('What is decided about a group', () => {
  test('is kept for the next command, by its id or the first digits, and can be taken back', async () => {
    const { run, listed } = world();
    const [{ group: id = '' } = {}] = await listed();
    const resolved = await run('errors', 'resolve', id.slice(0, 5).toUpperCase());
    expect(resolved.stderr).toMatch(
      /^✓ Resolved “Item 1 is sold out”\.\n {2}Undo: presents errors reopen .*[0-9a-f]{8}\n$/,
    );
    expect((await listed('--where', `group:${id}`))[0]?.resolvedAt).toBe('2026-11-20T12:00:00.000Z');
    const again = await run('errors', 'resolve', id);
    expect([again.exitCode, again.stderr]).toEqual([
      0,
      '! “Item 1 is sold out” is resolved already; nothing was changed.\n',
    ]);
    expect(JSON.parse((await run('errors', 'reopen', id, '--json')).stdout)).toEqual({ group: id, changed: true });
    await run('errors', 'ignore', id);
    expect((await listed('--where', 'is:ignored')).map(({ group }) => group)).toEqual([id]);
    await run('errors', 'note', id, 'ask', 'the shop');
    expect((await listed('--where', `group:${id}`))[0]).toMatchObject({
      state: 'ignored',
      resolvedAt: null,
      ignoredAt: expect.any(String),
      note: 'ask the shop',
    });
    await run('errors', 'note', id);
    expect((await listed('--where', `group:${id}`))[0]?.note).toBe('');
  });

  test('is told with the command that takes it back to what it was', async () => {
    const { run, listed } = world();
    const [{ group: id = '' } = {}] = await listed();
    const undoOf = async (...words: readonly string[]) => {
      const { stderr } = await run('errors', ...words);
      return /Undo: presents (errors \w+) --db \S+ (.*)\n$/.exec(stderr)?.slice(1).join(' ') ?? stderr;
    };
    expect(await undoOf('resolve', id)).toBe(`errors reopen ${id}`);
    expect(await undoOf('ignore', id)).toBe(`errors resolve ${id}`);
    expect(await undoOf('reopen', id)).toBe(`errors ignore ${id}`);
    expect(await undoOf('note', id, 'ask')).toBe(`errors note ${id}`);
    expect(await undoOf('note', id, 'them', 'twice')).toBe(`errors note ${id} ask`);
    expect(await undoOf('note', id)).toBe(`errors note ${id} 'them twice'`);
  });

  test('is no news where it was so before, as a note that is not there, or says the same', async () => {
    const { run, listed } = world();
    const [{ group: id = '' } = {}] = await listed();
    expect((await run('errors', 'note', id)).stderr).toBe(
      '! There is no note about “Item 1 is sold out”; nothing was changed.\n',
    );
    await run('errors', 'note', id, 'ask');
    expect((await run('errors', 'note', id, 'ask')).stderr).toBe(
      '! The note about “Item 1 is sold out” is “ask” already; nothing was changed.\n',
    );
  });

  test.each([
    [['resolve'], 2, 'Which group?'],
    [['resolve', 'xyz'], 2, '“xyz” is no group: a group has 8 hex digits, of which 4 are enough.'],
    [['ignore', '\u001b[31m'], 2, '“␛[31m” is no group'],
    [['reopen', 'ffff'], 1, 'No call of the log is in a group ffff.'],
    [['note', '12'], 2, 'is no group'],
  ])('is refused for %j', async (words, code, sentence) => {
    const { exitCode, stderr, stdout } = await world().run('errors', ...words);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('presents errors list');
  });
});
