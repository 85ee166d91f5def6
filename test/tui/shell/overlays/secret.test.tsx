import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../../helpers/console.tsx';
import { keyBytes } from '../../../helpers/keys.ts';
import { runSql } from '../../../helpers/store.ts';
import { randomNumbers } from '../../../text/hostile.ts';

/** The dashboard with the box of a new key, and the key. */
async function issued(options: Parameters<typeof renderConsole>[0] = {}): Promise<Console & { readonly key: string }> {
  const console = await renderConsole({ theme: 'none', ...options });
  await console.app.type('agift-bot\ry');
  return { ...console, key: console.copied[0] ?? '' };
}

const isOpen = ({ app }: Console): boolean => app.screen().includes('gift-bot ─');
/** The letters of the screen, a key that goes over several lines in one piece. */
const letters = ({ app }: Console): string => app.screen().replaceAll(/[^\w-]/g, '');

describe('The box of a new key', () => {
  test('shows the key masked, whole on r, and copies a key that works', async () => {
    const console = await issued();
    const { app, key, store } = console;
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(app.screen()).toContain('Shown once.');
    expect(app.screen()).toContain(`${key.slice(0, 4)}····`);
    expect(app.terminal.raw).not.toContain(key);
    await app.press('r');
    expect(app.screen()).toContain(key);
    await app.press('r');
    expect(app.screen()).not.toContain(key);
    expect(await store.users.authenticate(key)).toMatchObject({ username: 'gift-bot' });
  });

  test('writes the key into a file of its own, or says why not', async () => {
    const { app, key, saved } = await issued();
    await app.press('w');
    expect(saved).toEqual([['gift-bot', key]]);
    expect(app.screen()).toContain('Written to presents-gift-bot.key (0600).');
  });

  test('names all its keys at 40x12', async () => {
    const { app } = await issued({ columns: 40, rows: 12 });
    expect(app.screen()).toMatch(/r reveal +y copy +w to a file +│/);
  });

  test('is closed only by the typed word and Return', async () => {
    const console = await issued();
    for (const attempt of ['\r', 'save\r', 'saved', '\u007f\r', 'SAVED\r', 'sav\red']) {
      await console.app.type(attempt);
      expect(isOpen(console)).toBe(true);
    }
    await console.app.press('escape', 'q', 'enter');
    expect(isOpen(console)).toBe(true);
    await console.app.type('xsaved\r');
    expect(isOpen(console)).toBe(false);
    expect(console.app.screen()).not.toContain(console.key.slice(0, 4));
  });

  test('survives any 200 keys, pastes and sizes of the window', async () => {
    const console = await issued();
    const { app, store } = console;
    const random = randomNumbers(3);
    const keys = [
      'enter',
      'escape',
      'tab',
      'up',
      'pagedown',
      'delete',
      'backspace',
      'ctrl+z',
      'ctrl+u',
      'ctrl+d',
      'home',
    ];
    const before = JSON.stringify(await store.users.list());
    const anyKey = (): string =>
      random() < 0.3
        ? keyBytes(keys[Math.floor(random() * keys.length)] ?? 'tab')
        : String.fromCharCode(0x20 + Math.floor(random() * 0x5f));
    for (let burst = 0; burst < 20; burst++) {
      await app.type(Array.from({ length: 10 }, anyKey).join(''));
      await app.resize(20 + Math.floor(random() * 150), 3 + Math.floor(random() * 40));
      await app.paste('saved\r');
    }
    await app.resize(120, 30);
    expect(isOpen(console)).toBe(true);
    expect(JSON.stringify(await store.users.list())).toBe(before);
  });

  test('survives a refresh, new data, and data that cannot be read', async () => {
    const console = await issued();
    runSql(console.path, `UPDATE "user" SET is_active = 0`);
    await console.advance(5000);
    console.watch.failWith(new Error('The database is locked.'));
    await console.advance(5000);
    expect(isOpen(console)).toBe(true);
    expect(console.app.screen()).toContain('▲ stale');
    await console.app.press('r');
    expect(console.app.screen()).toContain(console.key);
  });

  test('asks once before Ctrl-C leaves, and says that the key is lost then', async () => {
    const console = await issued();
    await console.app.press('ctrl+c');
    expect(console.hasLeft()).toBe(false);
    expect(console.app.screen()).toContain('The key is lost when you leave. Ctrl+C again leaves.');
    await console.app.press('j');
    expect(isOpen(console)).toBe(true);
    await console.app.press('ctrl+c');
    expect(console.hasLeft()).toBe(true);
  });

  test.each([
    [80, 24],
    [40, 12],
    [36, 8],
    [24, 5],
  ])('shows the whole key and how to close it at %i x %i', async (columns, rows) => {
    const console = await issued();
    await console.app.resize(columns, rows);
    await console.app.press('r');
    expect(letters(console)).toContain(console.key);
    expect(console.app.screen()).toContain('saved');
    await console.app.type('saved\r');
    expect(console.app.screen()).not.toContain('saved');
  });

  test('comes when an answer that was asked for before it comes late, and stays', async () => {
    const console = await renderConsole();
    const release = console.watch.holdBack('users.find');
    await console.app.press('x');
    await console.app.type('agift-bot\r');
    expect(isOpen(console)).toBe(true);
    release();
    await console.app.flush();
    expect(isOpen(console)).toBe(true);
  });
});
