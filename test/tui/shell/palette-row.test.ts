import { expect, test } from 'vitest';
import { wantedOf } from '../../../src/text/ranking.ts';
import { paletteRow } from '../../../src/tui/shell/overlays/palette-row.ts';
import type { PaletteEntry } from '../../../src/tui/shell/palette-sources/palette-entry.ts';

const row = (entry: Partial<PaletteEntry>, typed: string, width: number): string => {
  const shown = { id: 'x', kind: 'action', label: 'set the line aside', run: () => {}, ...entry } as const;
  const segments = paletteRow(shown, wantedOf(typed), { width, isSelected: false, style: 'blocks' });
  return segments
    .map(({ text }) => text)
    .join('')
    .trimEnd();
};

test('A command behind a label is whole or not there, a note is told as far as there is room', () => {
  const command = 'attention --aside';
  expect(row({ command }, '', 70)).toContain('set the line aside  presents attention --aside  ');
  expect(row({ command }, '', 60)).not.toContain('presents');
  expect(row({ command, note: 'until it gets worse, or for a day' }, '', 60)).toMatch(
    /aside {2}until it gets.*… action/,
  );
});

test('A label that is cut says so, also where letters of it matched', () => {
  expect(row({ label: 'refresh, and compare old calls with the log now' }, 'acme', 40)).toMatch(/^ {2}refresh, .*…/);
});
