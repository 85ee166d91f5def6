import { beforeAll, describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { keyBytes } from '../helpers/keys.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const count = inLongRun(20_000, 100_000);
const all = count.toLocaleString('en');
const numbered = (at: number): string => `user-${String(at).padStart(6, '0')}`;

function* times<Row>(make: (at: number) => Row): Iterable<Row> {
  for (let at = 1; at <= count; at++) yield make(at);
}

let database = '';
beforeAll(() => {
  database = buildDatabase({
    // Their keys are never asked for, and hashing so many would take its time.
    users: times((at) => aUser('', { username: numbered(at), apiKeyHash: `hash ${at}` })),
    calls: times((at) =>
      aCall({ userId: at, statusCode: 500, errorMessage: `failure ${at}`, dateTime: '2026-11-20 11:00:00' }),
    ),
  });
});

const selected = (lines: readonly string[]): string => lines.find((line) => line.includes('❯')) ?? '';

describe(`A list of ${all}`, () => {
  test.each([
    { what: 'users', keys: ['1'], last: numbered(1), filter: 'user-01234', found: 10 },
    { what: 'errors', keys: ['3', 'o'], last: 'failure 1 ', filter: '"failure 1242"', found: 11 },
  ])('$what goes to its ends, pages, filters, and draws only the rows of the screen', async (list) => {
    const { app, watch } = await renderConsole({ database, theme: 'none' });
    await app.press(...list.keys);
    const rows = () => app.lines().filter((line) => /user-\d{6}/.test(line));
    const height = rows().length;
    expect(height).toBeGreaterThan(15);
    expect(height).toBeLessThan(30);
    await app.press('G');
    expect(app.lines()[2]).toContain(`${all} / ${all}`);
    expect(`${selected(app.lines())} `).toContain(list.last);
    expect(rows()).toHaveLength(height);
    watch.forget();
    await app.type(keyBytes('ctrl+b').repeat(30));
    expect(app.lines()[2]).toContain(`${(count - 30 * height).toLocaleString('en')} / ${all}`);
    expect(app.screen()).not.toContain('…\n   …');
    expect(watch.questions.length).toBeLessThan(15);
    await app.press('g');
    expect(app.lines()[2]).toContain(` 1 / ${all}`);
    await app.type(`/${list.filter}\r`);
    expect(app.lines()[2]).toContain(`${list.found} found`);
    expect(rows()).toHaveLength(list.found);
    await app.press('escape', 'j', 'j', 'I');
    expect(rows()).toHaveLength(height);
  });
});
