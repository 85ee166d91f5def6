import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';
import { aCall, aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

async function errors(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', ...options });
  await console.app.press('3', 'o');
  return { ...console, title: () => console.app.lines()[2] ?? '', message: () => console.app.lines().at(-2) ?? '' };
}

describe('The list of errors one by one', () => {
  test('shows the failed calls of the window, newest first, and of another window', async () => {
    const { app, store, title } = await errors();
    const newest = await store.apiLogs.recentErrors({ limit: 20 });
    const rows = app.lines().slice(5, 25);
    for (const [at, { statusCode, apiRoute }] of newest.entries()) {
      expect(rows[at]).toContain(` ${statusCode} `);
      expect(rows[at]).toContain(apiRoute);
    }
    expect(title()).toContain('Errors   82 in the last 24 h');
    await app.press('t', 'g', 'k', 'k', 'k', 'enter');
    expect(title()).toContain('in the last 1 h');
  });

  test('is filtered by what it shows, and sorted', async () => {
    const { app, store } = await errors();
    await app.type('/rate limit\r');
    expect(app.screen()).not.toContain('Invalid API key');
    expect(app.screen()).toContain('Rate limit exceeded');
    await app.press('escape', 's', 'j', 'enter');
    const statuses = (await store.apiLogs.recentErrors({ limit: 500 })).map(({ statusCode }) => statusCode);
    expect(app.lines()[5]).toContain(` ${Math.max(...statuses)} `);
    await app.press('I', 'g');
    expect(app.lines()[5]).toContain(' 400 ');
  });

  test('says so where there is nothing to copy, and where a call was cleaned up', async () => {
    const database = buildDatabase({ users: [aUser('a')], calls: [aCall({ statusCode: 500 })] });
    const { app, message, advance } = await errors({ database });
    await app.press('y');
    await app.press('enter', 'y');
    expect(message()).toContain('logged without a request payload');
    expect(app.screen()).toContain('Request  none');
    runSql(database, 'DELETE FROM user_api_call_log');
    await advance(1000);
    expect(app.screen()).toContain('is no longer in the log: it was cleaned up. Esc goes back.');
    await app.press('enter', 'y', 'escape');
    await advance(1000);
    expect(app.screen()).toContain('No call failed in the last 24 h.');
    await app.press('enter');
    expect(message()).toContain('There is nothing to open.');
    await app.press('y');
    expect(message()).toContain('There is nothing to copy.');
  });
});
