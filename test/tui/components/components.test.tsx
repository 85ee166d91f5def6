import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../../src/text/width.ts';
import { Painted } from '../../../src/tui/components/line.tsx';
import { Panel } from '../../../src/tui/components/panel.tsx';
import { ShortTable } from '../../../src/tui/components/short-table.tsx';
import { Summary } from '../../../src/tui/components/summary.tsx';
import { ActiveKeymap } from '../../../src/tui/keys/active-keymap.ts';
import { Footer } from '../../../src/tui/shell/footer.tsx';
import { Header } from '../../../src/tui/shell/header-line.tsx';
import { Notice } from '../../../src/tui/shell/notice.tsx';

function linesOf(element: React.ReactElement): readonly string[] {
  const { lastFrame, unmount } = render(element);
  const lines = stripVTControlCharacters(lastFrame() ?? '').split('\n');
  unmount();
  return lines;
}

const tabs = ['Users', 'System', 'Errors', 'Cache'].map((label, index) => ({
  key: String(index + 1),
  label,
  isActive: index === 1,
}));

describe('the header', () => {
  const status = [[{ text: '● live' }, { text: ' · newest call 3 s ago' }], [{ text: '● live' }]];

  test('names the program, the screens, the database and the state where there is room', () => {
    const [line = ''] = linesOf(<Header width={98} tabs={tabs} database="gifts.db" badges={[]} status={status} />);
    expect(line).toContain('◆ presents');
    expect(line).toContain('gifts.db   ● live · newest call 3 s ago');
  });

  test('keeps the active screen and the state on a narrow terminal', () => {
    const [line = ''] = linesOf(
      <Header width={40} tabs={tabs} database="a-long-name-of-a-file.db" badges={[]} status={status} />,
    );
    expect(line).toContain('2 System');
    expect(line).toContain('● live');
    expect(line).not.toContain('Errors');
    expect(cellWidth(line)).toBeLessThanOrEqual(40);
  });
});

test('the footer drops the least important keys first and never the way out', () => {
  const bindings = new ActiveKeymap().of(['users', 'list', 'global']);
  const [wide = ''] = linesOf(<Footer width={98} bindings={bindings} />);
  const [narrow = ''] = linesOf(<Footer width={30} bindings={bindings} />);
  expect(wide).toContain('! new key');
  expect(narrow).not.toContain('! new key');
  expect(narrow).toContain('q quit');
});

test('the message line shows the command that does the same, where it fits beside the message', () => {
  const message = {
    tone: 'good',
    text: 'Deactivated acme-shop.',
    hint: 'u undoes it.',
    command: 'presents user x',
  } as const;
  expect(linesOf(<Notice width={90} message={message} />)[0]).toMatch(
    /✓ Deactivated acme-shop\. u undoes it\..*≙ presents user x/,
  );
  expect(linesOf(<Notice width={50} message={message} />)[0]).not.toContain('≙');
});

test('a panel is a closed frame of exactly its size, however long its title and its content', () => {
  const lines = linesOf(
    <Panel title="A title that is longer than the panel is wide" width={24} height={4}>
      <Painted text="first" />
    </Panel>,
  );
  expect(lines).toHaveLength(4);
  expect(lines.map((line) => cellWidth(line))).toEqual([24, 24, 24, 24]);
  expect(lines[1]).toBe('│ first                │');
});

test('a summary keeps its values and lets the changes go where it is narrow', () => {
  const entries = [
    {
      label: 'Calls',
      value: '333,102',
      short: { value: '333k' },
      change: { text: '+4.2 %', tone: 'good' as const },
    },
  ];
  const at = (width: number) => linesOf(<Summary entries={entries} width={width} height={3} />)[0];
  expect(at(30)).toBe('Calls        333,102    +4.2 %');
  expect(at(20)).toBe('Calls 333,102 +4.2 %');
  expect(at(19)).toBe('Calls   333k +4.2 %');
  expect(at(16)).toBe('Calls    333,102');
});

test('a number whose unit has no column of its own has it in its name', () => {
  const entries = [
    { label: 'Active users', value: '41' },
    { label: 'p95', value: '315', unit: 'ms' },
  ];
  expect(linesOf(<Summary entries={entries} width={20} height={2} />)).toEqual([
    'Active users   41',
    'p95           315 ms',
  ]);
  expect(linesOf(<Summary entries={entries} width={17} height={2} />)).toEqual([
    'Active users   41',
    'p95 ms        315',
  ]);
});

test('a short table stays on its grid with wide characters, and marks the row that is selected now', () => {
  const columns = [
    { id: 'name', header: 'name', width: 12, align: 'left' as const },
    { id: 'calls', header: 'calls', width: 6, align: 'right' as const },
  ];
  const rows = [
    [{ text: '東京ギフト' }, { text: '79' }],
    [{ text: 'acme' }, { text: '1,243' }],
  ];
  const { lastFrame, rerender, unmount } = render(
    <ShortTable table={{ columns, rows }} width={30} selectedIndex={0} />,
  );
  expect(lastFrame()?.split('\n')[1]).toContain('\u001b[7m');
  rerender(<ShortTable table={{ columns, rows }} width={30} selectedIndex={1} />);
  const [, first = '', second = ''] = lastFrame()?.split('\n') ?? [];
  expect(first).not.toContain('\u001b[7m');
  expect(second).toContain('\u001b[7m');
  expect(cellWidth(first)).toBe(20);
  // The selection is marked over the whole width.
  expect(cellWidth(stripVTControlCharacters(second))).toBe(30);
  unmount();
});
