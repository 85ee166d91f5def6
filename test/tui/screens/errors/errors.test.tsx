import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';
import { aCall, aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

async function errors(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', ...options });
  await console.app.press('3');
  return { ...console, title: () => console.app.lines()[2] ?? '', message: () => console.app.lines().at(-2) ?? '' };
}

describe('The list of errors', () => {
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

  test('opens a call with all that was logged, scrolls it, copies its request and opens its user', async () => {
    const payload = { lines: Array.from({ length: 60 }, (_, line) => `line ${line}`) };
    const call = aCall({ statusCode: 500, requestPayload: JSON.stringify(payload), responsePayload: '"bye"' });
    const { app, copied, message } = await errors({
      database: buildDatabase({ users: [aUser('acme-shop')], calls: [call] }),
    });
    await app.press('enter');
    expect(app.screen()).toContain('Call #1   500 /api/predict');
    expect(app.screen()).toContain('"line 5"');
    await app.press('pagedown', 'pagedown', 'pagedown', 'pagedown');
    expect(app.screen()).toMatch(/Response {2}5 B\n +"bye"/);
    await app.press('k');
    await app.press('ctrl+b', 'ctrl+b', 'ctrl+b', 'ctrl+b', 'y');
    expect(app.screen()).toContain('Call #1   500');
    expect(copied).toEqual([JSON.stringify(payload)]);
    expect(message()).toContain('Sent the request payload to the terminal');
    await app.press('enter');
    expect(app.lines()[2]).toContain(' acme-shop   ● active');
  });

  test('opens a payload of a megabyte at once, goes to its end and back, and keeps its place at another width', async () => {
    const payload = Array.from({ length: 12_000 }, (_, line) => `${line} 東京ギフト👩‍💻 ${'x'.repeat(60)}`);
    const call = aCall({ statusCode: 500, requestPayload: JSON.stringify(payload), responsePayload: '"bye"' });
    const { app, advance, title } = await errors({
      database: buildDatabase({ users: [aUser('acme-shop')], calls: [call] }),
    });
    await app.press('enter');
    expect(title()).toMatch(/ 1–24 of ≥ \d{2,3} lines/);
    await app.press('G');
    expect(title()).toMatch(/ of ≥ \d{2,3} lines/);
    for (let steps = 0; title().includes('≥') && steps < 5_000; steps += 50) await advance(50);
    expect(title()).toContain('11,988–12,011 of 12,011 lines');
    expect(app.screen()).toMatch(/"11999 東.*\n +\]\n *\n +Response {2}5 B\n +"bye"/);
    await app.press('g', 'pagedown', 'pagedown');
    expect(title()).toContain(' 47–70 of 12,011 lines');
    const first = app.lines()[4]?.slice(0, 30);
    expect(first).toContain('"39 東京');
    await app.resize(60, 30);
    expect(app.lines()[4]?.slice(0, 30)).toBe(first);
    for (let steps = 0; steps < 5_000; steps += 500) await advance(500);
    expect(app.lines()[4]?.slice(0, 30)).toBe(first);
    await app.press('G');
    expect(title()).toContain('24,0');
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
