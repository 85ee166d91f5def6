import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PtyProgram, startPresents } from '../helpers/pty.ts';
import { aCall, aUser, buildDatabase, openTestStore, runSql, temporaryFolder } from '../helpers/store.ts';

/** The dashboard on a database, when its first screen is complete. */
async function open(database: string, options: Parameters<typeof startPresents>[1] = {}): Promise<PtyProgram> {
  const program = startPresents(['--db', database], options);
  await program.waitFor('● live');
  return program;
}

const expectTerminalAsBefore = ({ terminal }: PtyProgram, lastWord = ''): void => {
  expect(terminal.modesLeftOn()).toEqual([]);
  expect(terminal.isAlternateScreen).toBe(false);
  expect(terminal.cursor.isShown).toBe(true);
  expect(terminal.screen()).toBe(lastWord);
};

/** A time of the log by the clock of the machine, which is the one the program goes by. */
const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

const users = (...names: readonly string[]): string => buildDatabase({ users: names.map((name) => aUser(name)) });

describe('The dashboard, from its start to its end', () => {
  test('shows every screen, makes a user whose key works, deactivates them, and leaves the terminal as it was', async () => {
    const database = buildDatabase({
      users: ['acme-shop', 'other-shop'].map((name) => aUser(name)),
      calls: [aCall({ dateTime: minutesAgo(5), statusCode: 429, errorMessage: 'Rate limit exceeded' })],
    });
    const program = await open(database);
    await program.waitFor('acme-shop');
    for (const [key, expected] of [
      ['2', 'Top routes'],
      ['3', 'Rate limit exceeded'],
      ['\r', '[group:'],
      ['\r', 'Call #1'],
      // The filter of the group goes along; Esc clears it.
      ['4', 'The cache is empty'],
      ['1', '1 found [group:'],
      ['\u001b', (screen: string) => !screen.includes('[group:')],
      ['\r', 'Endpoints'],
      ['q', 'other-shop'],
    ] as const) {
      program.type(key);
      await program.waitFor(expected);
    }

    program.type('anew-shop\r');
    await program.waitFor('New API key for new-shop');
    program.press('y');
    await program.waitFor('Paste to check');
    const key = program.terminal.clipboard ?? '';
    const store = await openTestStore(database);
    expect(await store.users.authenticate(key)).toMatchObject({ username: 'new-shop' });
    program.type('saved\r');
    await program.waitFor('✓ Created new-shop (id ');

    program.type('/new-shop\rx');
    await program.waitFor('Deactivate new-shop?');
    program.press('y');
    await program.waitFor('✓ Deactivated new-shop.');
    expect(await store.users.authenticate(key)).toBeUndefined();

    program.press('q');
    expect(await program.exit).toEqual({ exitCode: 0, signal: null });
    expectTerminalAsBefore(program);
    expect(program.terminal.raw).not.toContain(key);
  });

  test('shows what another program writes, and writes nothing itself while nothing happens', async () => {
    const database = users('acme-shop');
    runSql(
      database,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route) VALUES (1, '2020-01-01 00:00:00', '/')`,
    );
    const program = startPresents(['--db', database], { columns: 160 });
    await program.waitFor('◷ newest calls are of Wed 1 Jan 2020 · Esc to now');
    program.press('escape');
    await program.waitFor(/● live[\s\S]*acme-shop/);
    runSql(database, `INSERT INTO "user" (username, api_key) VALUES ('newcomer', 'hash')`);
    await program.waitFor('newcomer');
    expect(await program.bytesDuring(1200)).toBe(0);
  });

  test('follows the size of its window at once', async () => {
    const program = await open(users('acme-shop'));
    await program.waitFor('acme-shop');
    program.resize(60, 16);
    await program.waitFor((screen) => screen.split('\n').length === 16 && screen.includes('q quit'));
    expect(program.screen()).toContain('❯ acme-shop');
    program.resize(140, 40);
    await program.waitFor((screen) => screen.split('\n').length === 40 && screen.includes('CREATED'));
  });
});

describe('On every way out, the terminal is as it was', () => {
  test('by Ctrl-C in the middle of a question', async () => {
    const program = await open(users('acme-shop'));
    await program.waitFor('❯ acme-shop');
    program.press('x');
    await program.waitFor('Deactivate acme-shop?');
    program.press('ctrl+c');
    expect(await program.exit).toEqual({ exitCode: 0, signal: null });
    expectTerminalAsBefore(program);
  });

  test('by SIGTERM before the first screen, while the terminal is asked for its colours', async () => {
    const program = startPresents(['--db', users('acme-shop')]);
    await program.waitFor(() => program.terminal.raw.includes('\u001b]11;?'));
    program.signal('SIGTERM');
    expect(await program.exit).toEqual({ exitCode: 130, signal: null });
    expectTerminalAsBefore(program, '✗ The dashboard was ended by SIGTERM.');
  });
});

describe('Without a database', () => {
  test('it offers to create one, which it does only after a yes', async () => {
    const folder = temporaryFolder();
    const program = startPresents([], { cwd: folder });
    await program.waitFor('There is no database here yet');
    await program.waitFor(() => program.terminal.isBracketedPaste);
    program.paste('c');
    program.type('xyz');
    program.press('q');
    expect((await program.exit).exitCode).toBe(0);
    expect(readdirSync(folder)).toEqual([]);

    const second = startPresents([], { cwd: folder });
    await second.waitFor('create it here');
    second.press('c');
    await second.waitFor('No users yet.');
    const path = join(folder, 'predict_presents.db');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    second.type('afirst\r');
    await second.waitFor('New API key for first');
    second.press('ctrl+c', 'ctrl+c');
    expect((await second.exit).exitCode).toBe(0);
    expectTerminalAsBefore(second);
    const store = await openTestStore(path);
    expect(await store.users.list()).toHaveLength(1);
  });

  test('it opens another file, and says where there is none', async () => {
    const folder = temporaryFolder();
    const program = startPresents([], { cwd: folder });
    await program.waitFor('open another: a file, or postgresql://…');
    program.type('onowhere.db\r');
    await program.waitFor(/There is no database of the API at[\s│]+\S*nowhere\.db\./);
    program.press('ctrl+u');
    program.type(`${users('acme-shop')}\r`);
    await program.waitFor('❯ acme-shop');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('The demo', () => {
  test('is live, and is gone with its folder when it is left', async () => {
    const folder = temporaryFolder();
    const program = startPresents(['demo', '--calls', '2000', '--rate', '20'], { env: { TMPDIR: folder } });
    await program.waitFor(/DEMO {2}● live/);
    expect(readdirSync(folder)).toHaveLength(1);
    await program.waitFor(/call (now|\d+ s ago)/);
    program.press('q');
    expect((await program.exit).exitCode).toBe(0);
    expectTerminalAsBefore(program);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});

describe('The colours', () => {
  const selection = async (options: Parameters<typeof startPresents>[1]) => {
    const database = buildDatabase({ users: [aUser('acme-shop')], calls: [aCall({ dateTime: minutesAgo(5) })] });
    const program = await open(database, options);
    await program.waitFor('❯ acme-shop');
    const { background, isInverse } = program.terminal.cellOf('❯');
    return { background, isInverse, brand: program.terminal.cellOf('◆').foreground };
  };

  test.each([
    ['are light on a light background', { background: '#fdf6e3' }, '#d4e0f5', '#0f6a94'],
    ['are dark on a dark background', { background: '#1a1b26' }, '#283c5a', '#7dcfff'],
    ['suit any background where the terminal does not tell', {}, '#283c5a', '#3a9ad0'],
  ])('%s', async (_, options, background, brand) => {
    expect(await selection(options)).toMatchObject({ background, brand, isInverse: false });
  });

  test('follow a terminal that tells its background late', async () => {
    const database = buildDatabase({ users: [aUser('acme-shop')], calls: [aCall({ dateTime: minutesAgo(5) })] });
    const { promise, resolve } = Promise.withResolvers<void>();
    const program = await open(database, { background: '#fdf6e3', answersAfter: promise });
    const brand = () => program.terminal.cellOf('◆').foreground;
    await program.waitFor('❯ acme-shop');
    expect(brand()).toBe('#3a9ad0');
    resolve();
    await program.waitFor(() => brand() === '#0f6a94');
    await program.waitFor(() => program.terminal.cellOf('❯').background === '#d4e0f5');
  });

  test('are none with NO_COLOR, where the selection is inverse', async () => {
    expect(await selection({ env: { NO_COLOR: '1' } })).toEqual({ background: null, brand: null, isInverse: true });
  });
});
