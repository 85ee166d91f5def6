import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';

describe('Keys that a person chose', () => {
  const keys = { 'users.add': ['f', 'ctrl+n'], sort: ['f3'], close: ['Z'], open: ['o'], reverse: [] };

  test('work in place of those of the keymap, in footer, help and palette, too', async () => {
    const { app } = await renderConsole({ theme: 'none', settings: { keys } });
    expect(app.lines().at(-1)).toContain('f add');
    expect(app.lines().at(-1)).toContain('o open');
    expect(app.lines().at(-1)).toContain('F3 sort');
    await app.type('\u001bOR');
    expect(app.screen()).toContain('Sort by');
    await app.press('escape', 'a');
    expect(app.screen()).not.toContain('Username:');
    await app.press('f');
    expect(app.screen()).toContain('Username:');
    await app.press('escape', '?');
    expect(app.screen()).toMatch(/f {2}Ctrl\+N +add a user/);
    await app.press('escape', ':');
    await app.type('add a user');
    expect(app.screen()).toMatch(/add a user .* f +│/);
    await app.press('enter');
    expect(app.screen()).toContain('Username:');
  });

  test('leave the way out and the way on where they are: Esc, Return', async () => {
    const { app } = await renderConsole({ theme: 'none', settings: { keys } });
    await app.press('enter');
    expect(app.screen()).not.toContain('USERNAME');
    await app.press('escape');
    expect(app.screen()).toContain('USERNAME');
    await app.press('o', 'Z');
    expect(app.screen()).toContain('USERNAME');
  });

  test('may be none: then the palette does it', async () => {
    const { app } = await renderConsole({ theme: 'none', settings: { keys } });
    await app.press('I');
    expect(app.screen()).toContain('CALLS ↓');
    await app.press(':');
    await app.type('reverse the');
    await app.press('enter');
    expect(app.screen()).toContain('CALLS ↑');
  });
});
