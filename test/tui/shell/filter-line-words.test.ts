import { expect, test } from 'vitest';
import { completionsAt } from '../../../src/filter/complete.ts';
import { cellWidth } from '../../../src/text/width.ts';
import { completionLines, hintLine } from '../../../src/tui/shell/filter-line-words.ts';
import type { Segment } from '../../../src/tui/theme/segments.ts';

const nothing = { users: [], routes: [], statuses: [], groups: [], requestPaths: [], responsePaths: [], recent: [] };
const words = (line: readonly Segment[]): string => line.map(({ text }) => text).join('');

test('The line of a filter keeps the keys that apply and leave it at any width', () => {
  expect(words(hintLine('', 80))).toBe('   ⏎ applies   Esc leaves it as it was   Tab completes   ↑↓ earlier filters');
  for (let width = 36; width < 120; width += 1) {
    const line = words(hintLine('user:acme', width));
    expect(line).toMatch(/⏎ appl(?:y|ies) +Esc leave/);
    expect(cellWidth(line)).toBeLessThanOrEqual(width);
  }
});

test('What a field takes is told as on the terminal, beside the longest name', () => {
  const lines = completionLines(completionsAt('', 0, nothing), null, { room: 20, width: 80, onClick: () => {} }).map(
    words,
  );
  expect(lines[0]).toBe('   user:          a name, a pattern, or # and an id');
  expect(lines.join('\n')).not.toContain('`');
});
