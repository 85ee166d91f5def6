import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type ShellRun, startInShell } from '../faults/shell.ts';
import { copyLiveReference, openTestStore, runSql, temporaryFolder } from '../helpers/store.ts';
import { randomNumbers } from '../text/hostile.ts';
import { filesWith, holds, KEY, visibleOf } from './traces.ts';

const seed = Number(process.env.SEED ?? 20_261);

interface Scene extends ShellRun {
  /** Everything that the program could write to: its database, its home with all caches, its working directory. */
  readonly folder: string;
  readonly path: string;
  readonly key: () => Promise<string>;
}

/** Opens the dashboard in a home of its own, and makes a user, whose new key stands masked in its box. */
async function makeKey(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const folder = temporaryFolder();
  const [home, work] = [join(folder, 'home'), join(folder, 'work')];
  mkdirSync(home);
  mkdirSync(work);
  const path = join(folder, 'wal.db');
  renameSync(copyLiveReference(), path);
  runSql(path, 'PRAGMA journal_mode = WAL');
  const run = startInShell(['--db', path], { cwd: work, columns: 120, rows: 36, env: { HOME: home, ...env } });
  const { program } = run;
  await program.waitFor('● live');
  program.press('a');
  await program.waitFor('Username:');
  program.type('new-shop\r');
  await program.waitFor('New API key for new-shop');
  const key = async () => {
    program.press('r');
    await program.waitFor(KEY);
    return KEY.exec(program.screen())?.[0] ?? '';
  };
  return { ...run, folder, path, key };
}

async function closeAndQuit({ program, ended }: Scene) {
  program.type('saved\r');
  await program.waitFor((screen) => !screen.includes('New API key'));
  program.press('q');
  return await ended();
}

describe('A new key', () => {
  test('stays in its box, which says why, where its file cannot be written', async () => {
    const scene = await makeKey();
    const file = join(scene.folder, 'work', 'presents-new-shop.key');
    writeFileSync(file, 'precious');
    scene.program.press('w');
    await scene.program.waitFor('Not written: presents-new-shop.key: it is there already');
    expect(await scene.key()).toMatch(KEY);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(join(scene.folder, 'work')).filter((name) => name.endsWith('.key'))).toHaveLength(1);
    expect(await closeAndQuit(scene)).toEqual({ code: 0, said: [], changed: [] });
  });

  test('is nowhere but in its revealed box: no file, no argument, no output before or after, no clipboard', async () => {
    const scene = await makeKey();
    const { program, folder, path } = scene;
    const before = program.terminal.raw.length;
    const key = await scene.key();
    const hidden = program.terminal.raw.length;
    program.press('r');
    await program.waitFor('····');
    await delay(50);
    const after = program.terminal.raw.length;
    expect(await (await openTestStore(path)).users.authenticate(key)).toMatchObject({ username: 'new-shop' });
    expect(filesWith(folder, key)).toEqual([]);
    expect(holds(visibleOf(scene.pid()), key)).toBe(false);
    expect(await closeAndQuit(scene)).toEqual({ code: 0, said: [], changed: [] });
    const { raw } = program.terminal;
    for (const part of [raw.slice(0, before), raw.slice(after)]) expect(holds(part, key)).toBe(false);
    expect(holds(raw.slice(before, hidden), key)).toBe(true);
    expect(holds(program.screen(), key)).toBe(false);
    expect(program.terminal.clipboard).toBeNull();
    expect(filesWith(folder, key)).toEqual([]);
  });

  test('is in the clipboard after y, and in a file of mode 0600 after w, which says why it cannot be written twice', async () => {
    const scene = await makeKey();
    const { program, folder } = scene;
    program.press('y');
    await program.waitFor('Sent to the terminal. Paste to check');
    const key = program.terminal.clipboard ?? '';
    expect(key).toMatch(KEY);
    program.press('w');
    await program.waitFor('Written to');
    const file = join(folder, 'work', 'presents-new-shop.key');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([`${key}\n`, 0o600]);
    expect(filesWith(folder, key)).toEqual([file]);
    program.press('w');
    await program.waitFor('it is there already');
    expect(await closeAndQuit(scene)).toEqual({ code: 0, said: [], changed: [] });
  });

  test(`outlives other keys, refreshes, small windows and a failing database (seed ${seed})`, async () => {
    const scene = await makeKey();
    const { program, path } = scene;
    const key = await scene.key();
    const random = randomNumbers(seed);
    // The box takes r, y, w and the letters of its closing word, the last of which is never typed.
    const others = [
      ...'qxkjagGIstu1234?/:!{}pRmh+-ceno ',
      'escape',
      'enter',
      'tab',
      'up',
      'down',
      'ctrl+z',
      'ctrl+p',
      'pagedown',
    ];
    for (let count = 0; count < 1000; count += 1) {
      program.press(others[Math.floor(random() * others.length)] ?? 'q');
      // A key right behind an Escape would be Alt and that key.
      if (count % 20 === 0) await delay(25);
    }
    await program.waitFor(key);
    renameSync(path, `${path}.away`);
    await program.waitFor('▲ stale');
    expect(program.screen()).toContain(key);
    for (const [columns, rows] of [
      [20, 5],
      [10, 3],
      [1, 1],
      [60, 16],
      [120, 36],
    ] as const) {
      program.resize(columns, rows);
      await delay(80);
      if (columns === 20) await program.waitFor((screen) => screen.replaceAll(/\s/g, '').includes(key));
    }
    await program.waitFor(key);
    renameSync(`${path}.away`, path);
    await program.waitFor('● live');
    runSql(path, `UPDATE "user" SET username = 'changed' WHERE id = 1`);
    await delay(300);
    expect(program.screen()).toContain(key);
    expect(await closeAndQuit(scene)).toEqual({ code: 0, said: [], changed: [] });
  });

  test.each([
    ['a bug', (_: Scene, fuse: string) => writeFileSync(fuse, '')],
    ['SIGTERM', (scene: Scene) => scene.signal('SIGTERM')],
  ])('is not in what is left and said after %s, traces included', async (_, end) => {
    const fuse = join(temporaryFolder(), 'fuse');
    const poison = `import { existsSync } from 'node:fs';
      setInterval(() => { if (existsSync(${JSON.stringify(fuse)})) throw new Error('out of luck'); }, 20).unref();`;
    writeFileSync(`${fuse}.mjs`, poison);
    const scene = await makeKey({ NODE_OPTIONS: `--import=${fuse}.mjs`, PRESENTS_DEBUG: '1' });
    const key = await scene.key();
    end(scene, fuse);
    const { said, changed } = await scene.ended();
    expect(changed).toEqual([]);
    expect(said.length).toBeGreaterThan(0);
    expect(holds(scene.program.screen(), key)).toBe(false);
    expect(filesWith(scene.folder, key)).toEqual([]);
  });
});
