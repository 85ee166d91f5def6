import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openViewFile } from '../../../../src/files/view-file.ts';
import { nameOfView, routeOfView, savedViewOf } from '../../../../src/tui/context/saved-view.ts';
import { ViewBook } from '../../../../src/tui/context/view-book.ts';
import { renderConsole } from '../../../helpers/console.tsx';
import { temporaryFolder } from '../../../helpers/run-cli.ts';

const bookIn = (folder: string, configured = {}) => new ViewBook(openViewFile(folder), configured);

describe('Saved views', () => {
  test('take two keys to save and two to come back after a restart', async () => {
    const folder = temporaryFolder();
    const first = await renderConsole({ theme: 'none', views: bookIn(folder) });
    await first.app.press('5', '/');
    await first.app.type('status:5xx');
    await first.app.press('enter', ';', 'a');
    expect(first.app.screen()).toContain('Saved the view “Calls status:5xx 24 h”.');
    const second = await renderConsole({ theme: 'none', views: bookIn(folder) });
    await second.app.press(';', 'enter');
    expect(second.app.screen()).toContain('Calls');
    expect(second.app.screen()).toContain('status:5xx');
    expect(second.app.screen()).toContain('View “Calls status:5xx 24 h”.');
    expect(statSync(join(folder, 'views.json')).mode & 0o777).toBe(0o600);
  });

  test('are chosen by digit or arrows, the latest first, and those of the config file last', async () => {
    const views = bookIn(temporaryFolder(), { 'the slowest': { screen: 'calls', sort: 'ms', descending: true } });
    const { app } = await renderConsole({ theme: 'none', views });
    await app.press('2', ';', 'a', '3', ';', 'a', ';');
    expect(app.screen()).toMatch(/❯ 1 {2}Errors 24 h/);
    expect(app.screen()).toMatch(/2 {2}System 24 h/);
    expect(app.screen()).toMatch(/3 {2}the slowest {2}config/);
    await app.press('2');
    expect(app.screen()).toContain('View “System 24 h”.');
    await app.press(';', 'down', 'down', 'enter');
    expect(app.screen()).toMatch(/MS ↓/);
  });

  test('are renamed, taken away, and put back by u', async () => {
    const views = bookIn(temporaryFolder(), { mine: { screen: 'cache' } });
    const { app } = await renderConsole({ theme: 'none', views });
    await app.press('2', ';', 'a', ';', 'r', 'ctrl+u');
    await app.type('mine');
    await app.press('enter');
    expect(app.screen()).toContain('Another view has that name.');
    await app.type(' too');
    await app.press('enter');
    expect(views.list().map(({ name }) => name)).toEqual(['mine too', 'mine']);
    await app.press('x', 'x');
    expect(app.screen()).toContain('This view stands in the config file; change it there.');
    expect(views.list().map(({ name }) => name)).toEqual(['mine']);
    await app.press('u');
    await app.waitFor('The view “mine too” is back.');
    expect(app.screen()).not.toContain('Saved views');
    expect(views.list().map(({ name }) => name)).toEqual(['mine too', 'mine']);
  });

  test('keep their frame and their keys on a small screen', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 40, rows: 12, views: bookIn(temporaryFolder()) });
    await app.press(';');
    expect(app.screen()).toContain('No view is saved yet');
    expect(app.screen()).toMatch(/a save this one +Esc close/);
    expect(app.screen()).toContain('╰');
    await app.press('a', ';');
    expect(app.screen()).toContain('a save  ⏎ go  Esc close');
    await app.press('escape', ':');
    await app.type('open');
    await app.press('enter');
    expect(app.screen()).toContain('⏎ open  Esc cancel');
  });

  test('of a later version keep what this one does not know', () => {
    const folder = temporaryFolder();
    const later = { name: 'moon', screen: 'moon', phase: 3 };
    const text = JSON.stringify({ views: [later, { name: 'calls', screen: 'calls', zoom: 2, filter: 'ms:>9' }] });
    writeFileSync(join(folder, 'views.json'), text, { mode: 0o600 });
    const book = bookIn(folder);
    book.save('mine', { screen: 'users', hours: 24 });
    expect(JSON.parse(readFileSync(join(folder, 'views.json'), 'utf8')).views).toContainEqual(later);
    const [, moon, calls] = book.list();
    expect(moon && routeOfView(moon.view)).toBeUndefined();
    expect(calls && routeOfView(calls.view)?.view.filter).toBe('ms:>9');
  });

  test('survive a damaged file: nothing is shown, and nothing is overwritten', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'views.json'), '{"views": [', { mode: 0o600 });
    expect(bookIn(folder).list()).toEqual([]);
    expect(() => bookIn(folder).save('a', { screen: 'users' })).toThrow('cannot be read');
    expect(readFileSync(join(folder, 'views.json'), 'utf8')).toBe('{"views": [');
  });

  test('of a damaged file are said to be unreadable, with what to do, above those of the config', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'views.json'), '{"views": [', { mode: 0o600 });
    const views = bookIn(folder, { failed: { screen: 'errors' } });
    const { app } = await renderConsole({ views, columns: 100 });
    await app.press(';');
    expect(app.screen()).not.toContain('No view is saved yet');
    expect(app.screen()).toMatch(
      /The views in [\s\S]*views\.json[\s\S]* cannot[\s\S]*Move that file away and try again\.[\s\S]*❯ 1 {2}failed/,
    );
    await app.press('enter');
    expect(app.screen()).toContain('MESSAGE');
  });

  test('come back as they were saved: record, pinned window, order, chart, heatmap', () => {
    const saved = {
      screen: 'user',
      args: { username: 'acme', id: { $bigint: '9007199254740993' } },
      filter: 'status:5xx',
      hours: 2,
      endsAt: '2026-11-24T17:00:00.000Z',
      sort: 'ms',
      descending: true,
      chart: 2,
      heatmap: 'all',
      isCompared: true,
    } as const;
    const route = routeOfView(saved);
    expect(route && savedViewOf(route)).toEqual(saved);
    expect(nameOfView(saved)).toBe('User acme status:5xx by ms 2 h to 2026-11-24 17:00Z');
    expect(nameOfView({ ...saved, filter: 'user:\u001b[31m' })).not.toContain('\u001b');
  });

  test('saved twice stay one, and another one of the same name gets a number', () => {
    const book = bookIn(temporaryFolder());
    expect(book.save('a', { screen: 'users' })).toBe('a');
    expect(book.save('a', { screen: 'cache' })).toBe('a 2');
    expect(book.save('a', { screen: 'users' })).toBe('a');
    expect(book.list().map(({ name }) => name)).toEqual(['a', 'a 2']);
  });
});
