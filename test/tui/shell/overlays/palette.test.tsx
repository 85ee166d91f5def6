import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../../helpers/console.tsx';

/** The row of the palette under the cursor. */
const chosen = ({ app }: Console) => /│ +❯ (.*?) *│/.exec(app.screen())?.[1]?.replaceAll(/ {2,}/g, '  ');

describe('The palette', () => {
  test('opens by : and by Ctrl+P, finds an action by a word of it, and presses its key', async () => {
    const console = await renderConsole();
    const { app } = console;
    await app.press(':');
    expect(app.screen()).toContain('Palette');
    await app.type('window of');
    expect(chosen(console)).toBe('window of the traffic columns  action  t');
    await app.press('enter');
    expect(app.screen()).toContain('last 6 h');
    await app.press('escape', 'ctrl+p');
    await app.type('cache');
    await app.press('enter');
    expect(app.screen()).toContain('CLASSIFIED');
    expect(app.screen()).not.toContain('Palette');
  });

  test('goes to any user by the first letters of the name: : c l i ⏎', async () => {
    const { app } = await renderConsole();
    await app.press(':', 'c', 'l', 'i', 'enter');
    expect(app.lines()[2]).toMatch(/^ client1 +● active/);
  });

  test('waits for the names of the users where Return comes before them', async () => {
    const { app, watch } = await renderConsole();
    const letThrough = watch.holdBack('users.names');
    await app.press(':', 'u', 'p', 'p', 'enter');
    expect(app.screen()).toContain('Palette');
    letThrough();
    await app.flush();
    expect(app.screen()).not.toContain('Palette');
    expect(app.lines()[2]).toMatch(/^ UPPER +● active/);
  });

  test('asks for another database by :open, also on a list whose rows open', async () => {
    const { app } = await renderConsole();
    await app.press(':', 'o', 'p', 'e', 'n', 'enter');
    expect(app.screen()).toContain('Open another database');
  });

  test('opens the calls of a route and of a group of errors', async () => {
    const console = await renderConsole();
    const { app } = console;
    await app.press('t', '9', '0', 'd', 'enter', ':');
    await app.type('/pre');
    expect(chosen(console)).toMatch(/^\/api\/predict {2}[\d,]+ calls {2}route/);
    await app.press('enter');
    expect(app.screen()).toContain('[route:/api/predict ×]');
  });

  test('shows another window, also a typed one, and says where there is none', async () => {
    const console = await renderConsole();
    const { app } = console;
    await app.press(':');
    await app.type('90m');
    expect(chosen(console)).toBe('last 90 min  window');
    await app.press('enter');
    expect(app.screen()).toContain('traffic: last 90 min');
    await app.press('4', ':');
    await app.type('90m');
    await app.press('enter');
    expect(app.screen()).toContain('Cache shows no window of time.');
  });

  test('changes the theme', async () => {
    const { app, chosenThemes } = await renderConsole();
    await app.press(':');
    await app.type('light');
    await app.press('enter');
    expect(chosenThemes).toEqual(['light']);
  });

  test('opens the dialog of a dangerous action instead of doing it', async () => {
    const { app, store } = await renderConsole();
    await app.press(':');
    await app.type('user regenerate');
    await app.press('enter');
    expect(app.screen()).toContain('Esc cancel');
    expect((await store.audit.list()).map(({ action }) => action)).toEqual([]);
  });

  test('says of an action that cannot work why, and stays open', async () => {
    const { app } = await renderConsole();
    await app.press('/');
    await app.type('user:nobody-at-all');
    await app.press('enter', ':');
    await app.type('copy the name');
    await app.press('enter');
    expect(app.screen()).toMatch(/│ +There is nothing to copy\. +│/);
  });

  test('says of an action of another screen where it works, behind all that works here', async () => {
    const console = await renderConsole();
    const { app } = console;
    await app.press(':');
    await app.type('invalidate');
    expect(chosen(console)).toMatch(/^invalidate {2}This key works elsewhere: Cache\. {2}action {2}x$/);
    // The typed word and one row: Product has the same action.
    expect(app.screen().match(/ invalidate /g)).toHaveLength(2);
    await app.press('enter');
    expect(app.screen()).toContain('Palette');
    await app.press('ctrl+u');
    // "not" begins the key of another screen, and stands in the middle of what works here.
    await app.type('not');
    expect(app.screen()).toMatch(/❯ only this, or not this .*[\s\S]* note about the group {2}.*works elsewhere/);
    await app.press('ctrl+u');
    await app.type('heatmap');
    expect(chosen(console)).toMatch(/^heatmap of response times.*… {2}This key works elsewhere: Charts over time\./);
    await app.press('escape', '2', ':');
    await app.type('heatmap');
    expect(app.screen()).toMatch(/ heatmap: share of .*h shows response times as a heatmap first\. +action +L/);
    await app.press('enter');
    expect(app.screen()).toContain('─ Latency, ms');
  });

  test('cuts no key in ASCII, where the names of keys are longer than their signs', async () => {
    const { app } = await renderConsole({ columns: 80, rows: 24, style: 'ascii' });
    await app.press(':');
    await app.type('saved views');
    expect(app.lines().find((line) => line.includes('saved views:'))).toMatch(/Enter.* action +; +/);
  });

  test('begins with what was chosen lately', async () => {
    const console = await renderConsole();
    const { app } = console;
    await app.press(':');
    await app.type('upper');
    await app.press('enter', 'q', ':');
    expect(chosen(console)).toMatch(/^upper {2}user/i);
  });

  test('moves with arrows, Tab and Ctrl+N and Ctrl+P, takes a paste, and keeps to its frame on small screens', async () => {
    const console = await renderConsole({ columns: 40, rows: 12 });
    const { app } = console;
    await app.press(':', 'down', 'ctrl+n', 'tab');
    const fourth = chosen(console);
    await app.press('ctrl+p', 'up', 'shift+tab', 'down', 'down', 'down');
    expect(chosen(console)).toBe(fourth);
    await app.paste('o’hara\nx');
    expect(app.screen()).toContain('o’hara');
    expect(app.lines().filter((line) => /╭─ Palette ─+╮|╰─+╯/.test(line))).toHaveLength(2);
  });
});

test.each([
  ['1', 'add a user', 'a'],
  ['2', 'open the user, or the calls of bar, route or status', '⏎'],
  ['3', 'every error by itself, or groups again', 'o'],
  ['4', 'invalidate', 'x'],
  ['5', 'follow new calls', 'F'],
])('The palette on the screen %s has what its keys do, with the key: %s', async (digit, action, key) => {
  const { app } = await renderConsole({ columns: 160, rows: 40 });
  await app.press(digit, ':');
  await app.type(`>${action.slice(0, 12)}`);
  const row = app.lines().find((line) => line.includes(`❯ ${action.slice(0, 20)}`));
  expect(row).toMatch(new RegExp(` action +${key} +│`));
});
