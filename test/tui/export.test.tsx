import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { parseCsv } from '../helpers/csv.ts';
import { runInProcess } from '../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, temporaryFolder } from '../helpers/store.ts';

const message = ({ app }: Console): string => app.lines().at(-2)?.trim() ?? '';
const outcome = ({ app }: Console): string | undefined => /(?:Wrote|[Nn]ot written).*/.exec(app.screen())?.[0];
/** Presses keys, and waits until a file is written or not. */
const write = async (console: Console, ...keys: readonly string[]): Promise<void> => {
  const { app } = console;
  const last = outcome(console);
  for (const [place, key] of keys.entries()) {
    // The name that is proposed takes a look at the folder.
    if (keys[place - 1] === 'enter' && key !== 'E') await app.waitFor(/File: \S/);
    await ([...key].length > 1 && key.includes('\r') ? app.type(key) : app.press(key));
  }
  await app.waitFor(() => outcome(console) !== undefined && outcome(console) !== last);
};
const onlyFile = (folder: string): string => {
  const names = readdirSync(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? '');
};

describe('The rows of a list', () => {
  test('are a CSV file after three keys, whole, one’s own alone, and told with their size', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await write(console, 'E', 'enter', 'enter');
    const path = onlyFile(folder);
    expect(path).toMatch(/users-2026-11-20-\d{4}\.csv$/);
    expect(message(console)).toMatch(/^✓ Wrote 14 rows \([\d.]+ k?B\) to users-2026-11-20-\d{4}\.csv\./);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const rows = parseCsv(readFileSync(path, 'utf8'));
    expect(rows).toHaveLength(15);
    expect(rows[0]?.slice(0, 2)).toEqual(['id', 'username']);
    const words = ['user', 'list', '--hours', '24', '--sort', 'calls', '--csv', '--db', console.path];
    const { stdout } = await runInProcess(words, { cwd: dirname(console.path) });
    expect(readFileSync(path, 'utf8')).toBe(stdout);
  });

  test('are all that the filter shows, the same that the command gives', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder, columns: 160 });
    await console.app.press('5');
    await console.app.type('/status:4xx\r');
    await write(console, 'E', 'enter', '\u0015calls.csv\r');
    expect(message(console)).toContain('≙ presents calls --hours 24 --where status:4xx --limit all --csv > calls.csv');
    const words = ['calls', '--hours', '24', '--where', 'status:4xx', '--limit', 'all', '--csv', '--db', console.path];
    const { stdout } = await runInProcess(words, { cwd: dirname(console.path) });
    expect(readFileSync(join(folder, 'calls.csv'), 'utf8')).toBe(stdout);
    await write(console, 's', 'j', 'enter', 'E', 'j', 'enter', '\u0015calls.json\r');
    const slowest = await runInProcess([...words.slice(0, -3), '--sort', 'ms', '--json', ...words.slice(-2)], {
      cwd: dirname(console.path),
    });
    expect(readFileSync(join(folder, 'calls.json'), 'utf8')).toBe(slowest.stdout);
  });

  test('are the marked ones where some are marked, and those that the filter hides are told', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await console.app.press('space', 'space', 'E');
    expect(console.app.screen()).toContain('2 marked users');
    await write(console, 'enter', '\u0015two.csv\r');
    expect(parseCsv(readFileSync(join(folder, 'two.csv'), 'utf8'))).toHaveLength(3);
    await console.app.type('/user:never-called\r');
    await write(console, 'E', 'enter', '\u0015none.csv\r');
    expect(message(console)).toContain('Wrote 0 rows');
    expect(message(console)).toContain('2 marked rows are not in this list now.');
  });

  test.each([['3', 'errors']])('of screen %s are written in every format', async (digit, name) => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await console.app.press(digit);
    for (const downs of [[], ['j'], ['j', 'j'], ['j', 'j', 'j']]) await write(console, 'E', ...downs, 'enter', 'enter');
    const endings = readdirSync(folder).map((file) => file.replace(/^.*\./, ''));
    expect(endings.toSorted()).toEqual(['csv', 'json', 'jsonl', 'md']);
    const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(texts.every((text) => text.length > 200)).toBe(true);
    expect(readdirSync(folder).every((file) => file.startsWith(`${name}-`))).toBe(true);
  });

  test('with hostile texts are harmless in each format', async () => {
    const folder = temporaryFolder();
    const names = ['=cmd|calc', 'evil\u001b[31mred', 'a|b', '</script>', 'two\nlines'];
    const console = await renderConsole({
      folder,
      database: buildDatabase({ users: names.map((name) => aUser(name)) }),
    });
    for (const downs of [[], ['j'], ['j', 'j', 'j']]) await write(console, 'E', ...downs, 'enter', 'enter');
    const files = Object.fromEntries(
      readdirSync(folder).map((file) => [file.replace(/^.*\./, ''), readFileSync(join(folder, file), 'utf8')]),
    );
    expect(files.csv).toContain("'=cmd|calc");
    expect(`${files.csv}${files.json}${files.md}`).not.toContain('\u001b');
    expect(files.md).toContain('a\\|b');
    expect(
      (JSON.parse(files.json ?? '') as readonly { readonly username: string }[])
        .map(({ username }) => username)
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  test('are read in parts with progress, and a stopped file is not there', async () => {
    const folder = temporaryFolder();
    const [user] = [aUser('busy')];
    const database = buildDatabase({
      users: [user],
      calls: Array.from({ length: 4500 }, () => aCall()),
    });
    const console = await renderConsole({ folder, database });
    await console.app.press('5');
    const release = console.watch.holdBack('apiLogs.calls');
    await console.app.press('E', 'enter', 'enter');
    await console.app.waitFor('Esc stops; nothing is written');
    await console.app.press('escape');
    release();
    await console.app.waitFor('Stopped');
    expect(message(console)).toMatch(/Stopped; calls-.* was not written\./);
    expect(readdirSync(folder)).toEqual([]);
    await console.app.press('E', 'enter', 'enter');
    await console.app.waitFor('Wrote 4,500 rows');
    expect(readFileSync(onlyFile(folder), 'utf8').split('\r\n')).toHaveLength(4502);
  });
});

describe('A file', () => {
  test('is never overwritten: the next free name is proposed', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await console.app.press('E', 'enter');
    writeFileSync(join(folder, 'mine.csv'), 'mine');
    await console.app.type('\u0015mine.csv\r');
    await console.app.waitFor('mine.csv is there already, and nothing is overwritten.');
    expect(console.app.screen()).toContain('File: mine-2.csv');
    await write(console, 'enter');
    expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).toSorted()).toEqual(['mine-2.csv', 'mine.csv']);
  });

  test.each(['mine', 'mine/'])('that is a folder, such as %s, is proposed in it', async (name) => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    mkdirSync(join(folder, 'mine'));
    await console.app.press('E', 'enter');
    await console.app.type(`\u0015${name}\r`);
    await console.app.waitFor(`${name} is a folder; this is a name in it.`);
    expect(console.app.screen()).toMatch(/File: mine\/users-2026-11-20-\d{4}\.csv/);
    await write(console, 'enter');
    expect(readdirSync(join(folder, 'mine'))).toHaveLength(1);
    await console.app.press('E', 'enter');
    await console.app.type('\u0015none/\r');
    await console.app.waitFor('There is no folder none/.');
  });

  test('of a second export in the same minute has another name from the start', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await write(console, 'E', 'enter', 'enter');
    await write(console, 'E', 'enter', 'enter');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('that cannot be made says why, and leaves nothing', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await console.app.press('E', 'enter');
    await console.app.type('\u0015no/such/folder.csv\r');
    await console.app.waitFor('its folder does not exist');
    await console.app.press('escape', 'E', 'enter');
    await console.app.press('ctrl+u');
    await console.app.paste('x'.repeat(300));
    await console.app.press('enter');
    await console.app.waitFor(/its name is too long/);
    await console.app.press('escape');
    if (process.getuid?.() === 0) return;
    chmodSync(folder, 0o500);
    await console.app.press('E', 'enter', 'enter');
    await console.app.waitFor('permission is denied');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that would be a part of the database beside it is refused', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.db'), '');
    const console = await renderConsole({ folder });
    await console.app.press('E', 'enter');
    await console.app.type('\u0015a.db-wal\r');
    expect(console.app.screen()).toMatch(/would be taken for a part of the database/);
    expect(readdirSync(folder)).toEqual(['a.db']);
  });
});

describe('The screen', () => {
  test('is written as it stood before the dialog, on a screen without lists, too', async () => {
    const folder = temporaryFolder();
    const console = await renderConsole({ folder });
    await console.app.press('5', 'enter');
    await write(console, 'E', 'enter', 'enter');
    const path = onlyFile(folder);
    expect(path).toMatch(/screen-call-2026-11-20-\d{4}\.txt$/);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/presents .*1 Users/);
    expect(text).not.toContain('─ Export');
    expect(message(console)).toMatch(/Wrote the screen \([\d.]+ k?B\) to screen-call-/);
    await write(console, 'E', 'j', 'j', 'j', 'enter', 'enter');
    const page = readdirSync(folder).find((name) => name.endsWith('.html')) ?? '';
    expect(readFileSync(join(folder, page), 'utf8')).toContain('<title>presents · Call</title>');
  });
});
