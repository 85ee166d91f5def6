import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../../src/text/width.ts';
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

  test('leaves the tabs where they are when the newest call is read, or its age gets longer', async () => {
    const head = { text: '● live', tone: 'good' } as const;
    const ages = ['3 s ago', '12 s ago', '59 min ago', '2026-11-20 12:23'];
    const aged = ages.map((age): Status => {
      const forms = ['newest call', 'call'].map((word) => [
        head,
        { text: ` · ${word} ${age}`, tone: 'muted' } as const,
      ]);
      return [...forms, [head]];
    });
    for (let width = 60; width <= 160; width += 5) {
      for (const database of ['a.db', '/tmp/presents-test-iE1AG2/reference.db']) {
        const lines = await Promise.all([[[head]], ...aged].map((status) => shown(width, database, [], status)));
        expect(new Set(lines.map((line) => line.indexOf('2 System'))).size, `${width} columns`).toBe(1);
      }
    }
  });
});
