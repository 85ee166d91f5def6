import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';

describe('On a terminal that is too small', () => {
  test('one line tells of its health, and q leaves', async () => {
    const { app, hasLeft } = await renderConsole({ columns: 30, rows: 5 });
    expect(app.lines()[0]).toContain('● live');
    expect(app.screen()).not.toContain('client1');
    await app.press('q');
    expect(hasLeft()).toBe(true);
  });

  test('nothing is lost that stood on the larger one before', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('j', 'j', 'j');
    const before = app.screen();
    await app.resize(30, 5);
    await app.resize(120, 30);
    expect(app.screen()).toBe(before);
  });

  test('the keys go on working after a filter was being typed when it shrank', async () => {
    const { app, hasLeft } = await renderConsole({ theme: 'none' });
    await app.press('/');
    await app.type('acme');
    await app.resize(30, 5);
    await app.resize(120, 30);
    expect(app.screen()).toContain('/ acme');
    await app.press('enter', '2');
    expect(app.screen()).toContain('Top users');
    await app.press('1', '/');
    await app.resize(30, 5);
    await app.press('q');
    expect(hasLeft()).toBe(true);
  });

  test('a dialog still asks', async () => {
    const { app, store } = await renderConsole({ theme: 'none' });
    await app.press('G', 'x');
    await app.resize(34, 6);
    expect(app.screen()).toContain('Deactivate never-called?');
    await app.press('y');
    expect((await store.users.find('never-called'))?.isActive).toBe(false);
  });
});
