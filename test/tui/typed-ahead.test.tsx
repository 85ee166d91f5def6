import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const database = () =>
  buildDatabase({
    users: ['acme', 'other'].map((name) => aUser(name)),
    calls: [aCall({ userId: 1, apiRoute: '/slow', responseTimeMs: 900 }), aCall({ userId: 1, apiRoute: '/fast' })],
  });

describe('What is typed faster than the rows come', () => {
  test('acts on the row that the filter leaves, not on the one that stood there before', async () => {
    const { app, watch } = await renderConsole({ database: database() });
    expect(app.screen()).toContain('❯ acme');
    const release = watch.holdBack('users.overview');
    await app.type('/other\rx');
    expect(app.screen()).not.toContain('Deactivate');
    release();
    await app.flush();
    expect(app.screen()).toContain('Deactivate other?');
  });

  test('opens the first row of the new order', async () => {
    const { app, watch } = await renderConsole({ database: database() });
    await app.press('5');
    const release = watch.holdBack('apiLogs.calls');
    await app.type('sj\r\r');
    release();
    await app.flush();
    expect(app.screen()).toMatch(/Call #1.*\/slow/s);
  });

  test('waits no longer than a moment for rows that do not come, and leaves the screen at once', async () => {
    const { app, watch, clock } = await renderConsole({ database: database() });
    watch.holdBack('users.overview');
    await app.type('/other\rx');
    clock.advance(250);
    await app.flush();
    expect(app.screen()).toContain('Deactivate acme?');
    await app.press('escape');
    await app.type('/o\r3');
    expect(app.screen()).toContain('Errors');
  });
});
