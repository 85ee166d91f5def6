import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';

async function afterAnAction() {
  const console = await renderConsole({ theme: 'none' });
  const message = () => console.app.lines().at(-2)?.trim() ?? '';
  await console.app.press('+');
  expect(message()).toContain('✓ Refreshes every 2 s');
  return { ...console, message };
}

describe('The last message', () => {
  test('leaves after ten seconds, and no timer stays behind', async () => {
    const { clock, message, advance } = await afterAnAction();
    const timers = clock.timerCount;
    await advance(9900);
    expect(message()).toContain('✓');
    await advance(200);
    expect(message()).toBe('');
    expect(clock.timerCount).toBe(timers - 1);
  });

  test('stays its own ten seconds when it came after another', async () => {
    const { app, message, advance } = await afterAnAction();
    await advance(9000);
    await app.press('+');
    await advance(5000);
    expect(message()).toContain('✓ Refreshes every 5 s');
    await advance(5100);
    expect(message()).toBe('');
  });

  test('stays while one looks around, and leaves with the next action', async () => {
    const { app, message } = await afterAnAction();
    await app.press('j');
    expect(message()).toContain('✓');
    await app.press('s');
    expect(message()).toBe('');
  });

  test('is gone before a dialog refuses something, and gives way to the next, good or bad', async () => {
    const { app, message } = await afterAnAction();
    await app.press('a');
    await app.type('acme-shop\r');
    expect(message()).toBe('');
    await app.press('escape', 'u');
    expect(message()).toBe('▲ There is nothing to undo.');
    await app.press('+');
    expect(message()).toContain('✓ Refreshes every');
    expect(message()).not.toContain('undo');
  });

  test('that says why a key could not work leaves with the next key', async () => {
    const { app, message } = await afterAnAction();
    await app.press('u');
    expect(message()).toContain('nothing to undo');
    await app.press('j');
    expect(message()).toBe('');
  });
});
