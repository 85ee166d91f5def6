import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../../src/text/width.ts';
import { tabsOf } from '../../../src/tui/shell/frame.ts';
import { Header } from '../../../src/tui/shell/header-line.tsx';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { ThemeProvider } from '../../../src/tui/theme/use-theme.ts';
import { render } from '../../helpers/render.tsx';

const tabs = ['Users', 'System', 'Errors', 'Cache'].map((label, index) => ({
  key: String(index + 1),
  label,
  isActive: index === 1,
}));

type Status = Parameters<typeof Header>[0]['status'];

describe('The database in the header', () => {
  const live = [
    [
      { text: '● live', tone: 'good' },
      { text: ' · newest call 3 s ago', tone: 'muted' },
    ],
    [{ text: '● live', tone: 'good' }],
  ] as const;
  const shown = async (width: number, database: string, badges: readonly string[] = [], status: Status = live) => {
    const header = (
      <ThemeProvider value={createTheme('none')}>
        <Header width={width} tabs={tabs} database={database} badges={badges} status={status} />
      </ThemeProvider>
    );
    const app = await render(header, { columns: width, rows: 4 });
    return app.lines()[0] ?? '';
  };

  test('is told with its whole path at 120 columns, beside the shorter state where the longer one has no room', async () => {
    expect(await shown(120, '/srv/gifts/predict_presents.db')).toContain(
      ' /srv/gifts/predict_presents.db   ● live · newest',
    );
    const long = '/srv/customers/north/gifts/predict_presents.db';
    expect(await shown(120, long)).toContain(` ${long}   ● live`);
  });

  test('is told with its whole path at 120 columns beside a pinned window, whose way back gives way', async () => {
    const window = { text: '◷ pinned 13:15–13:35 CET', tone: 'warn' } as const;
    const pinned: Status = [
      [window, { text: ' · Esc back to live', tone: 'muted' }],
      [window],
      [{ text: '◷ pinned', tone: 'warn' }],
    ];
    const path = '/srv/gifts/predict_presents.db';
    expect(await shown(120, path, [], pinned)).toContain(` ${path}   ◷ pinned 13:15–13:35 CET`);
    expect(await shown(140, path, [], pinned)).toContain(` ${path}   ◷ pinned 13:15–13:35 CET · Esc back to live`);
  });

  test('is cut at its beginning where there is less room', async () => {
    const long = '/srv/customers/north-and-west/production/gifts/predict_presents.db';
    expect(await shown(110, long)).toMatch(/ …\S*predict_presents\.db {3}● live · newest call 3 s ago/);
    expect(await shown(90, long)).toMatch(/…\S+\.db {3}● live/);
    for (let width = 66; width < 110; width += 1) expect(await shown(width, long)).toMatch(/…\S+\.db {3}● live/);
  });

  test('never pushes the state or a badge off any line, nor meets the tabs', async () => {
    for (const width of [36, 40, 60, 76, 80, 100, 120, 200]) {
      for (const database of ['a.db', '/srv/gifts/predict_presents.db', `/${'很長的名字/'.repeat(30)}x.db`]) {
        const line = await shown(width, database, ['DEMO']);
        expect(cellWidth(line)).toBeLessThanOrEqual(width);
        expect(line).toMatch(/ {2}DEMO {2}● live/);
        expect(line).toMatch(/2 System .*/);
      }
    }
  });
});

describe('The tabs of the header', () => {
  const line = async (
    width: number,
    count: number,
    more: { database?: string; badges?: string[]; status?: Status },
  ) => {
    const { database = 'a.db', badges = [], status = [[{ text: '● live', tone: 'good' }]] } = more;
    const header = (
      <ThemeProvider value={createTheme('none')}>
        <Header width={width} tabs={tabsOf('system', count)} database={database} badges={badges} status={status} />
      </ThemeProvider>
    );
    const app = await render(header, { columns: width, rows: 4 });
    return app.lines()[0] ?? '';
  };
  /** The line up to the last tab, a number on a tab left blank. */
  const placesIn = (text: string): string =>
    (/^.* 5(?: Calls)?/.exec(text)?.[0] ?? '').replace(/(?<=Attention) ?\d+\+?/, (number) => ' '.repeat(number.length));
  const head = { text: '● live', tone: 'good' } as const;
  const aged = ['3 s ago', '2026-11-20 12:23'].map((age): Status => {
    const forms = ['newest call', 'call'].map((word) => [head, { text: ` · ${word} ${age}`, tone: 'muted' } as const]);
    return [...forms, [head]];
  });

  test('stay where they are while the data is live, whatever is read of it', async () => {
    for (const width of [36, 44, 60, 76, 80, 88, 100, 104, 112, 120, 128, 160]) {
      for (const database of ['a.db', '/tmp/presents-demo-ajgmqC/predict_presents.db']) {
        for (const badges of [[], ['DEMO']]) {
          const states = [[[head]], ...aged].map((status) => line(width, 0, { database, badges, status }));
          const counts = [1, 12, 1234].map((count) => line(width, count, { database, badges }));
          const lines = await Promise.all([...states, ...counts]);
          expect(new Set(lines.map(placesIn)).size, lines.join('\n')).toBe(1);
        }
      }
    }
  });

  test('stay where they are when the data goes stale or is paused, where their names and the state fit', async () => {
    const stale = { text: '▲ stale 12 s', tone: 'bad' } as const;
    const states: readonly Status[] = [
      [[head]],
      [[stale, { text: ': The database is locked', tone: 'bad' }], [stale]],
      [[{ text: '⏸ paused 0:42', tone: 'warn' }]],
    ];
    for (const width of [84, 92, 100, 104, 112, 120, 160]) {
      const lines = await Promise.all(states.map((status) => line(width, 3, { status })));
      expect(new Set(lines.map(placesIn)).size, lines.join('\n')).toBe(1);
    }
  });

  test('are named at 80 columns beside a badge, and the program at 100', async () => {
    expect(await line(80, 99, { badges: ['DEMO'] })).toBe(
      ' 0 Attention 99 1 Users  2 System  3 Errors  4 Cache  5 Calls      DEMO  ● live',
    );
    expect(await line(100, 99, { database: '/srv/gifts/predict_presents.db' })).toMatch(
      /^ ◆ presents {3}0 Attention 99 1 Users.* …\S+\.db {3}● live$/,
    );
  });

  test('leave the age of the newest call its room at 120 columns, beside a badge and the name of the file', async () => {
    const [status] = aged;
    const database = '/tmp/presents-demo-ajgmqC/predict_presents.db';
    for (const count of [0, 3, 12, 1234])
      expect(await line(120, count, { database, badges: ['DEMO'], ...(status && { status }) })).toMatch(
        /^ ◆ {2}0 Attention.* …\S*predict_presents\.db {3}DEMO {2}● live · call 3 s ago$/,
      );
  });

  test('are all there on a screen too narrow for the name of the active one', async () => {
    const header = (
      <ThemeProvider value={createTheme('none')}>
        <Header width={40} tabs={tabsOf('attention', 3)} database="a.db" badges={['DEMO']} status={[[head]]} />
      </ThemeProvider>
    );
    const app = await render(header, { columns: 40, rows: 4 });
    expect(app.lines()[0]).toMatch(/^ 0 {2}1 {2}2 {2}3 {2}4 {2}5 +DEMO {2}● live$/);
  });
});
