import { describe, expect, test } from 'vitest';
import { type ConsoleOptions, renderConsole } from '../helpers/console.tsx';
import { type Cell, click, placeOf } from '../helpers/mouse.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

/** Sixty calls at 07:21 CET, half of them of 700 ms that failed, and one an hour before. */
function withBurst(): string {
  const burst = Array.from({ length: 60 }, (_, at) =>
    aCall({
      dateTime: `2026-11-20 06:21:${String(at).padStart(2, '0')}`,
      responseTimeMs: at % 2 === 0 ? 700 : 30,
      statusCode: at % 2 === 0 ? 422 : 200,
    }),
  );
  return buildDatabase({
    users: [aUser('shop')],
    calls: [aCall({ dateTime: '2026-11-20 05:21:00', responseTimeMs: 30 }), ...burst],
  });
}

async function dashboard(keys: readonly string[], options: ConsoleOptions = {}) {
  const console = await renderConsole({ theme: 'none', database: withBurst(), ...options });
  await console.app.press(...keys);
  return { ...console, title: () => console.app.lines()[2] ?? '' };
}

const failure = aCall({
  dateTime: '2026-11-20 10:00:00',
  statusCode: 422,
  requestPayload: '{"recipient":{"age":-6},"n":1}',
  responsePayload: '{"error":{"path":"recipient.age"}}',
});
const success = aCall({ dateTime: '2026-11-20 09:00:00', requestPayload: '{"recipient":{"age":34},"n":2}' });
const twoCalls = () => buildDatabase({ users: [aUser('shop')], calls: [success, failure] });

describe('A click', () => {
  test.each([
    ['the chart of System', ['2'], '─ Calls per'],
    ['its chart of errors', ['2'], '─ Errors per'],
    ['the chart of User', ['enter'], '─ Calls per'],
  ])('on a bar of %s selects it, and another one opens its calls', async (_, keys, edge) => {
    const console = await dashboard(keys, { rows: 44 });
    const { app } = console;
    const top = placeOf(console, edge)[1];
    const line = app.lines().findIndex((text, y) => y > top && /[█▒] /.test(text.slice(8, 80)));
    const bar = [(app.lines()[line] ?? '').search(/[█▒] /), line] as const;
    await click(console, bar);
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d {2}60 calls/);
    await click(console, bar);
    expect(console.title()).toMatch(/ Calls {3}60 (of 60 )?from Fri 20 Nov 07:/);
  });

  test('beside the bars of a chart selects nothing', async () => {
    const console = await dashboard(['2']);
    const before = console.app.screen();
    await click(console, '─ Calls per');
    const [x, y] = placeOf(console, '┤', /█/);
    await click(console, [x, y]);
    expect(console.app.screen()).toBe(before);
  });

  test('on a cell of the heatmap selects it, and another one opens its calls; after v it spans to there', async () => {
    const console = await dashboard(['2', 'h']);
    const { app } = console;
    const cell = (label: string): Cell => {
      const y = app.lines().findIndex((text) => text.includes(` ${label} ┤`));
      return [app.lines()[y]?.lastIndexOf('█') ?? 0, y];
    };
    const [slow, fast] = [cell('500'), cell('20')];
    await click(console, slow);
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d · 500 ms–1 s · 30 calls/);
    await click(console, fast);
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d · 20–50 ms · 30 calls/);
    await app.press('v');
    await click(console, slow);
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d · 20 ms–1 s · 60 calls/);
    await click(console, fast);
    expect(console.title()).toMatch(/ Calls {3}60 of 60 from Fri 20 Nov 07:.*ms:20\.\.999\.999 ×/);
  });

  test.each([
    ['side by side', 120],
    ['below each other', 100],
  ])('on a row of payloads that stand %s selects it, and another one folds it', async (_, columns) => {
    const console = await dashboard(['5', 'enter'], { database: twoCalls(), columns });
    const { app, title } = console;
    await click(console, 'age  -6');
    expect(title()).toMatch(/ req\.recipient\.age$/);
    await click(console, 'path  "recipient.age"');
    expect(title()).toMatch(/ res\.error\.path$/);
    await click(console, '▾ error');
    expect(title()).toMatch(/ res\.error$/);
    await click(console, '▾ error');
    expect(app.screen()).toContain('▸ error');
    await click(console, 'age  -6');
    await click(console, 'age  -6');
    expect(app.lines().at(-2)).toContain('There is nothing to unfold here.');
  });

  test('on a completion of the filter takes it', async () => {
    const console = await dashboard(['/'], { database: twoCalls() });
    const { app } = console;
    await app.type('status:');
    await click(console, '422', / 422 +1 call/);
    expect(app.lines().find((line) => line.startsWith(' / '))).toMatch(/^ \/ status:422 *$/);
  });

  test('on an offered database chooses it, and another one opens it', async () => {
    const asked: string[] = [];
    const console = await dashboard([':'], {
      databases: {
        known: () =>
          ['one.db', 'two.db'].map((name) => ({ name: `/srv/${name}`, word: null, isReadOnly: false, isOpen: false })),
        open: async (name) => {
          asked.push(name);
          throw new Error('It is not there.');
        },
        complete: async (text) => ({ text, candidates: [] }),
      },
    });
    await console.app.type('open another');
    await console.app.press('enter');
    await click(console, '/srv/two.db');
    expect(placeOf(console, '❯ /srv/two.db')).toBeDefined();
    await click(console, '❯ /srv/two.db');
    await console.app.waitFor('It is not there.');
    expect(asked).toEqual(['/srv/two.db']);
  });

  test('on a saved view shows it, also on one that no digit goes to, and not while another is renamed', async () => {
    const console = await dashboard([]);
    const { app } = console;
    for (let count = 0; count < 10; count += 1) {
      await app.press('/', 'ctrl+u');
      await app.type(`status:40${count}`);
      await app.press('enter', ';', 'a');
    }
    await app.press('2', ';', 'r');
    await click(console, 'Users status:400');
    expect(app.screen()).toContain('Esc keep the name');
    await app.press('escape');
    await click(console, 'Users status:400');
    expect(app.screen()).not.toContain('Saved views');
    expect(console.title()).toMatch(/Users .* \[status:400 ×\]/);
  });

  test('on a difference selects it, and another one goes to its value', async () => {
    const console = await dashboard(['5', 'enter', 'd'], { database: twoCalls() });
    const { app, title, advance } = console;
    for (let passed = 0; passed < 300; passed += 50) await advance(50);
    await click(console, '~ req.n');
    expect(title()).toMatch(/ req\.n$/);
    await click(console, '~ req.n');
    expect(app.screen()).toContain('▾ Response');
    expect(title()).toMatch(/ req\.n$/);
  });
});
