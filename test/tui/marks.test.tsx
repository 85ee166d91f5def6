import { describe, expect, test } from 'vitest';
import { startRoutes } from '../../src/tui/context/routes.ts';
import { routesFromJson, routesToJson } from '../../src/tui/context/routes-json.ts';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { aUser, buildDatabase, runSql } from '../helpers/store.ts';

const markedRows = ({ app }: Console): readonly string[] =>
  app
    .lines()
    .filter((line) => line.startsWith('▌'))
    .map((line) => line.slice(3).split(/ {2,}/)[0] ?? '');
const title = ({ app }: Console): string => app.lines()[2] ?? '';
const users = (count: number) =>
  buildDatabase({ users: Array.from({ length: count }, (_, at) => aUser(`user-${at}`)) });

describe('Marks', () => {
  test('are set by Space, which goes down, and seen without colour', async () => {
    const console = await renderConsole({ theme: 'none' });
    await console.app.press('space', 'space');
    expect(markedRows(console)).toHaveLength(2);
    expect(title(console)).toContain('2 marked');
    await console.app.press('k', 'space');
    expect(title(console)).toContain('1 marked');
  });

  test('stay on their records when the order changes, and while a filter hides them', async () => {
    const console = await renderConsole();
    await console.app.press('space', 'space');
    const marked = markedRows(console);
    await console.app.press('I');
    expect(markedRows(console).toSorted()).toEqual(marked.toSorted());
    await console.app.type('/user:never-called\r');
    expect(markedRows(console)).toEqual([]);
    expect(title(console)).toContain('2 marked');
  });

  test('of a range are what lies between v and v', async () => {
    const console = await renderConsole();
    await console.app.press('v', 'j', 'j');
    expect(markedRows(console)).toHaveLength(3);
    expect(title(console)).toContain('a range of 3');
    await console.app.press('v');
    expect(title(console)).toContain('3 marked');
    await console.app.press('j', 'v', 'k', 'space');
    expect(title(console)).toContain('4 marked');
  });

  test('of a range over rows that are not loaded are read', async () => {
    const console = await renderConsole({ database: users(1200) });
    await console.app.press('v', 'G', 'v');
    expect(title(console)).toContain('1,200 marked');
  });

  test('of a range that is too long say so, and * marks all of it', async () => {
    const console = await renderConsole({ database: users(10_001) });
    await console.app.press('v', 'G', 'v');
    expect(console.app.screen()).toContain(
      'A range has 10,000 rows at most, and this one 10,001: * marks all of them.',
    );
    await console.app.press('x');
    expect(console.app.screen()).toContain('this one 10,001: * marks all of them. Nothing was changed.');
    await console.app.press('*');
    expect(title(console)).toContain('10,001 marked');
  });

  test('are all that the filter shows after *, and all but one after Space', async () => {
    const console = await renderConsole({ database: users(300) });
    await console.app.press('*');
    expect(title(console)).toContain('300 marked');
    await console.app.press('space');
    expect(title(console)).toContain('299 marked');
    await console.app.press('*');
    expect(title(console)).toContain('300 marked');
    await console.app.press('*');
    expect(console.app.screen()).toContain('All are marked already');
  });

  test('of all that a filter shows end with the filter', async () => {
    const console = await renderConsole();
    await console.app.type('/user:acme-*\r*');
    expect(title(console)).toMatch(/[1-9] marked/);
    await console.app.type('/\u0015user:client*\r');
    expect(title(console)).not.toContain('marked');
  });

  test('are taken away by Esc before the filter is', async () => {
    const console = await renderConsole();
    await console.app.type('/user:acme-*\r v');
    await console.app.press('escape');
    expect(title(console)).toContain('1 marked');
    expect(title(console)).not.toContain('range');
    await console.app.press('escape');
    expect(title(console)).not.toContain('marked');
    expect(title(console)).toContain('user:acme-*');
    await console.app.press('escape');
    expect(title(console)).not.toContain('user:acme-*');
  });

  test('leave with a user who is gone', async () => {
    const console = await renderConsole();
    await console.app.press('G', 'space', 'k', 'k', 'space');
    expect(title(console)).toContain('2 marked');
    runSql(console.path, `DELETE FROM "user" WHERE username = 'never-called'`);
    await console.advance(2000);
    expect(title(console)).toContain('1 marked');
  });

  test('are kept per screen, and per list of Errors', async () => {
    const console = await renderConsole();
    await console.app.press('3', 'space', 'o');
    expect(title(console)).not.toContain('marked');
    await console.app.press('space', 'space', 'o');
    expect(title(console)).toContain('1 marked');
    await console.app.press('1');
    expect(title(console)).not.toContain('marked');
    await console.app.press('3', 'o');
    expect(title(console)).toContain('2 marked');
  });

  test('work on Calls, which follows new calls', async () => {
    const console = await renderConsole();
    await console.app.press('5', 'space', 'v', 'j', 'space');
    expect(title(console)).toMatch(/[23] marked/);
  });

  test('say why there is nothing to mark', async () => {
    const console = await renderConsole({ database: buildDatabase({}) });
    await console.app.press('space');
    expect(console.app.screen()).toContain('There is nothing to mark.');
  });

  test('are kept and restored with the place of the operator, the largest id exactly', () => {
    const routes = startRoutes();
    const ids = [1, 2n ** 60n, 'a9'];
    const view = { ...routes.root.view, marks: { of: 'all', ids } } as const;
    const kept = { ...routes, root: { ...routes.root, view } };
    expect(routesFromJson(routesToJson(kept))).toEqual(kept);
    expect(routesFromJson(routesToJson(kept).replace('"of":"all"', '"of":"none"'))).toBeUndefined();
  });
});
