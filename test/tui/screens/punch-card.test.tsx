import { expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

test('The screen of a user shows in which hours of the week they call, local or UTC, under a filter of its window alone', async () => {
  const database = buildDatabase({
    users: [aUser('shop')],
    // Saturday 7 November, 10:15 CET, and Friday, an hour ago.
    calls: [aCall({ dateTime: '2026-11-07 09:15:00' }), aCall({ dateTime: '2026-11-20 11:00:00', statusCode: 500 })],
  });
  const { app } = await renderConsole({ theme: 'none', database });
  await app.press('1', 'enter');
  const day = (name: string) => new RegExp(`│ ${name} (.{24})`).exec(app.screen())?.[1];
  expect(app.screen()).toContain('─ Hours, 28 d ─── Fri 12 h 100 % ─');
  expect(day('Sat')?.indexOf('█')).toBe(10);
  expect(day('Fri')?.indexOf('█')).toBe(12);
  await app.press('U');
  expect(day('Sat')?.indexOf('█')).toBe(9);
  await app.press('/', ...'status:5xx', 'enter');
  expect(app.screen()).toContain('─ Hours, 24 h ─');
  expect(day('Sat')?.trim()).toBe('');
});
