import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { formatCount, formatMs } from '../../../src/text/format.ts';
import { printable } from '../../../src/text/printable.ts';
import { type Console, renderConsole } from '../../helpers/console.tsx';

const sizes = [
  { columns: 120, rows: 30 },
  { columns: 80, rows: 24 },
  { columns: 40, rows: 12 },
];

const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
const page = { filter: '', descending: true, offset: 0, limit: 200, anchorId: null };

/** Keys that lead to each screen, and the facts of the store that it must show at least, whatever its size. */
const screens: readonly {
  readonly name: string;
  readonly keys: readonly string[];
  readonly facts: (store: Store) => Promise<readonly string[]>;
}[] = [
  {
    name: 'users',
    keys: ['1'],
    facts: async (store) => {
      const request = { ...page, sort: 'calls', window, bucketCount: 24 } as const;
      const { rows, total, activeTotal } = await store.users.overview(request);
      const busiest = rows.slice(0, 5).flatMap(({ username, callCount }) => [username, formatCount(callCount)]);
      return [`${total} · ${activeTotal} active`, ...busiest];
    },
  },
  {
    name: 'user',
    keys: ['1', 'enter'],
    facts: async (store) => {
      const stats = await store.apiLogs.userStats('client1', { hours: 24 });
      return ['client1', 'active', formatCount(stats.totalCalls)];
    },
  },
  {
    name: 'system',
    keys: ['2'],
    facts: async (store) => {
      const stats = await store.apiLogs.systemStats();
      return [
        formatCount(stats.totalCalls),
        String(stats.activeUsers),
        formatMs(stats.avgResponseMs),
        formatMs(stats.p95ResponseMs),
        formatCount(stats.errorCount),
      ];
    },
  },
  {
    name: 'errors',
    keys: ['3', 'o'],
    facts: async (store) => {
      const { rows, total } = await store.apiLogs.errors({ ...page, sort: 'time', window });
      return [`${total}`, ...rows.slice(0, 5).map(({ statusCode }) => String(statusCode))];
    },
  },
  {
    name: 'call',
    keys: ['3', 'o', 'j', 'enter'],
    facts: async (store) => {
      const [, error] = (await store.apiLogs.errors({ ...page, sort: 'time', window })).rows;
      const call = await store.apiLogs.find(error?.id ?? 0);
      return [`#${call?.id}`, '503', call?.apiRoute ?? '', call?.username ?? '', 'Request'];
    },
  },
  {
    name: 'cache',
    keys: ['4'],
    facts: async (store) => {
      const { rows, total } = await store.products.list({ ...page, sort: 'classified' });
      return [`${total} entries`, ...rows.slice(0, 5).map(({ productId }) => productId)];
    },
  },
  {
    name: 'product',
    keys: ['4', 'enter'],
    facts: async (store) => {
      const [product] = (await store.products.list({ ...page, sort: 'classified' })).rows;
      return [product?.productId ?? '', product?.classificationStatus ?? '', product?.itemMainCategory ?? ''];
    },
  },
];

const cases = sizes.flatMap((size) => screens.map((screen) => ({ ...screen, ...size })));

function expectWholeFrame({ app }: Console, { columns, rows }: { readonly columns: number; readonly rows: number }) {
  const lines = app.lines();
  expect(lines).toHaveLength(rows);
  // A frame that is too tall would have scrolled its first line away, and a line that is too wide would go on in the next.
  expect(lines[0]).toMatch(/1.*2.*3.*4.*(●|▲|⏸)/);
  expect(lines.at(-1)).toMatch(/quit|back/);
  expect(app.terminal.hasWrappedLine).toBe(false);
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
}

const isHarmless = (raw: string): boolean =>
  // Only CSI sequences, which Ink and our own colours are made of, and no character that controls or reorders.
  !/\u001b(?!\[[?>=]?[\d;]*[A-Za-z])|[\u0000-\u0009\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(
    raw,
  );

describe('Every screen', () => {
  test.each(cases)('shows what the store says, in its frame: $name at $columns x $rows', async (given) => {
    const { columns, rows } = given;
    const console = await renderConsole({ columns, rows, alwaysWraps: true });
    await console.app.press(...given.keys);
    expectWholeFrame(console, given);
    const screen = console.app.screen();
    for (const fact of await given.facts(console.store)) expect(screen).toContain(printable(fact));
    expect(isHarmless(console.app.terminal.raw)).toBe(true);
  });

  test.each(sizes.slice(1))(
    'is drawn line by line as it is drawn anew, whatever the window was before: $columns x $rows',
    async ({ columns, rows }) => {
      const { app } = await renderConsole({ columns, rows });
      for (const key of ['j', '2', '3', '?']) {
        await app.press(key);
        const drawn = app.screen();
        await app.resize(columns + 30, rows);
        await app.resize(columns, rows);
        expect(app.screen()).toBe(drawn);
        await app.resize(columns, rows + 5);
        await app.resize(columns, rows);
        const lower = app.screen();
        await app.resize(columns + 1, rows);
        await app.resize(columns, rows);
        expect(app.screen()).toBe(lower);
      }
    },
  );

  test.each([
    [10, 3],
    [20, 6],
    [36, 8],
    [60, 16],
    [250, 70],
    [300, 9],
  ])('stays in its frame at %i x %i', async (columns, rows) => {
    const { app } = await renderConsole({ columns, rows, alwaysWraps: true });
    for (const key of ['1', 'enter', '2', '3', 'enter', '4', '?']) {
      await app.press(key);
      expect(app.terminal.hasWrappedLine).toBe(false);
      for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      if (columns >= 36 && rows >= 8 && key !== '?') expect(app.lines().at(-1)).toMatch(/quit|back/);
    }
  });
});

describe('What the API’s callers wrote', () => {
  test('appears only as harmless marks, wherever it is shown', async () => {
    const { app } = await renderConsole();
    await app.press('/');
    await app.type('evil');
    await app.press('enter');
    expect(app.screen()).toContain('evil␛[31mred');
    for (const key of ['enter', 't', 'escape', 'x', 'escape', '!', 'escape', 'y', 'q', '1', '3', '/'])
      await app.press(key);
    await app.type('classifier');
    await app.press('enter');
    expect(app.screen()).toContain('Classifier␊unavailable ␛]52;c;ZXZpbA==␇');
    await app.press('enter', 'enter');
    expect(app.screen()).toContain('‹202E›gnp.exe');
    expect(isHarmless(app.terminal.raw)).toBe(true);
    expect(app.terminal.clipboard).toBeNull();
  });
});

describe('Without colours', () => {
  test('a screen sends no colour at all, and still tells what is selected', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    for (const key of ['j', 'x', 'escape', 'enter', '2', 'j', '3', 'enter', '4', 'enter', '?']) await app.press(key);
    const codes = [...app.terminal.raw.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, code = '']) => code.split(';'));
    expect(codes.filter((code) => /^(3[0-8]|4[0-8]|9\d|10\d)$/.test(code))).toEqual([]);
    await app.press('escape', '1');
    expect(app.lines().some((line) => line.startsWith(' ❯ '))).toBe(true);
    expect(app.cellOf('❯').isInverse).toBe(true);
  });

  test('the errors of the server are solid blocks on the shade of the others, and the legend says so', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('2');
    expect(app.screen()).toContain('▒ 4xx █ 5xx');
    const rows = app.lines();
    const panel = rows.slice(rows.findIndex((row) => row.includes('Errors per'))).slice(1, 4);
    expect(panel.join('\n')).toMatch(/[▁-█]/);
    expect(panel.join('\n')).toMatch(/[░▒]/);
    const { app: coloured } = await renderConsole({ theme: 'dark' });
    await coloured.press('2');
    expect(coloured.screen()).toContain('▪ 4xx ▪ 5xx');
  });
});
