import { expect, test } from 'vitest';
import { promptMark, sectionMark, sectionsOf } from '../../../src/tui/theme/spoken-marks.ts';

test('a screen that is read out is taken apart into its parts, their lines and their prompt', () => {
  const frame = [
    sectionMark('state', 'live'),
    'Data: live',
    '',
    sectionMark('dialog', 'Clean up'),
    'Clean up',
    `Delete products older than: ${promptMark('', '30')} days`,
    'Enter counts them first',
  ].join('\n');
  expect(sectionsOf(frame)).toEqual([
    { kind: 'state', id: 'live', lines: ['Data: live'], prompt: null },
    {
      kind: 'dialog',
      id: 'Clean up',
      lines: ['Clean up', 'Enter counts them first'],
      prompt: { name: 'Delete products older than, days', typed: '30' },
    },
  ]);
});
