import { describe, expect, test } from 'vitest';
import { newestDay } from '../../src/tui/context/newest-day.ts';
import { startRoutes } from '../../src/tui/context/routes.ts';
import { renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase, REFERENCE_NOW, runSql } from '../helpers/store.ts';

const reader = { now: REFERENCE_NOW, isUtc: false };
const dayOf = (dateTime: string | null) =>
  newestDay({ id: 1, dateTime: dateTime === null ? null : new Date(dateTime) }, reader);

/** A log whose newest call is of Tuesday 17 November, in Berlin, and a cache. */
const database = () =>
  buildDatabase({
    users: [aUser('shop')],
    calls: [
      aCall({ dateTime: '2026-11-16 10:00:00' }),
      aCall({ dateTime: '2026-11-17 10:00:00' }),
      aCall({ dateTime: '2026-11-17 20:00:00', statusCode: 500, errorMessage: 'the last one' }),
    ],
  });

async function opened(size: { columns: number; rows: number } = { columns: 140, rows: 30 }) {
  const routes = startRoutes('users', dayOf('2026-11-17T20:00:00Z'));
  const console = await renderConsole({ database: database(), theme: 'none', routes, ...size });
  return { ...console, header: () => console.app.lines()[0] ?? '' };
}

const told = '◷ newest calls are of Tue 17 Nov · Esc to now';

describe('The day of the newest call', () => {
  test('is a whole day by the clock that is shown, where the last 24 hours have no call', () => {
    expect(dayOf('2026-11-17T22:30:00Z')).toEqual({ hours: 24, endsAt: new Date('2026-11-17T23:00:00Z') });
    expect(dayOf('2026-11-17T23:30:00Z')).toEqual({ hours: 24, endsAt: new Date('2026-11-18T23:00:00Z') });
    // Summer time ends that day.
    expect(dayOf('2026-10-25T10:00:00Z')).toEqual({ hours: 25, endsAt: new Date('2026-10-25T23:00:00Z') });
  });

  test('is none where there are calls of the last 24 hours, or none at all', () => {
    expect(dayOf('2026-11-20T11:59:00Z')).toBeNull();
    expect(dayOf('2026-11-19T12:00:01Z')).toBeNull();
    expect(dayOf(null)).toBeNull();
    expect(newestDay(undefined, reader)).toBeNull();
  });
});

describe('A log whose newest call is days old', () => {
  test('opens on its newest day on every main screen, and the header says so', async () => {
    const { app, header } = await opened();
    expect(header()).toContain(told);
    expect(app.screen()).toMatch(/❯ shop +● active .* 2 /);
    for (const [key, words] of [
      ['2', 'Tue 17 Nov 00:00–24:00 CET'],
      ['3', 'the last one'],
      ['5', 'the last one'],
    ] as const) {
      await app.press(key);
      expect(header()).toContain(told);
      expect(header()).not.toContain('● live');
      expect(app.screen()).toContain(words);
    }
    await app.press('2', 'j', 'enter');
    expect(header()).toContain('◷ newest calls are of Tue 17 Nov · Esc back');
  });

  test('leads by Esc to now, where t picks any window, and by its digit to its newest day again', async () => {
    const { app, header } = await opened();
    await app.press('2', 'escape');
    expect(header()).toContain('● live · newest call 2 d ago');
    expect(app.screen()).toContain('No calls in this window');
    await app.type('t/2026-11-16\r');
    expect(header()).toContain('◷ pinned Mon 16 Nov 00:00–24:00 CET · Esc back to live');
    await app.press('2');
    expect(header()).toContain(told);
  });

  test('says no longer that its newest calls are old once calls come, and opens further screens live', async () => {
    const { app, header, path, advance } = await opened();
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code) VALUES (1, '2026-11-20 11:59:59', '/now', 200)`,
    );
    await advance(2000);
    expect(header()).toContain('◷ pinned Tue 17 Nov 00:00–24:00 CET · Esc back to live');
    await app.press('5');
    expect(header()).toContain('● live');
    expect(app.screen()).toContain('/now');
  });

  test('says so in as few words as there is room for', async () => {
    const { header } = await opened({ columns: 60, rows: 16 });
    expect(header()).toContain('◷ newest');
    const tiny = await opened({ columns: 34, rows: 5 });
    expect(tiny.header()).toContain('newest calls are of Tue 17 Nov');
  });
});
