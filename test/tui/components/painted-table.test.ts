import { expect, test } from 'vitest';
import { paintTableRows } from '../../../src/tui/components/painted-table.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';

test('A cell of a painted table that is strong is bold, selected or not, and another one only where it is selected', () => {
  const theme = createTheme('dark', 'blocks');
  const row = [
    { text: 'api', tone: 'plain' as const },
    { text: '+131', tone: 'strong' as const },
  ];
  const columns = [
    { id: 'route', header: 'route', width: 5, align: 'left' as const },
    { id: 'change', header: '', width: 6, align: 'right' as const },
  ];
  const [line, selected] = paintTableRows(theme, { columns, rows: [row, row] }, { width: 20, selectedIndex: 1 });
  const bold = (text: string) => `\u001b[1m${text}\u001b[22m`;
  expect(line).toContain(bold('  +131'));
  expect(line).not.toContain(bold('api  '));
  for (const text of ['api  ', '  +131']) {
    expect(selected).toContain(
      theme.paint(text, text === 'api  ' ? 'plain' : 'strong', { selected: true, bold: true }),
    );
  }
});
