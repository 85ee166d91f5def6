import { describe, expect, test } from 'vitest';
import {
  charactersOf,
  type EditedLine,
  editedLine,
  insertText,
  LONGEST_LINE,
  type Motion,
  moveInLine,
} from '../../src/text/edited-line.ts';
import { hostileTexts, randomNumbers } from './hostile.ts';

const motions: readonly Motion[] = [
  'left',
  'right',
  'wordLeft',
  'wordRight',
  'start',
  'end',
  'deleteBefore',
  'deleteAfter',
  'deleteWordBefore',
  'deleteToStart',
  'deleteToEnd',
];
const start: EditedLine = { text: '', cursor: 0 };

describe('A line that is edited', () => {
  test.each(['e\u0301', '👩‍💻', '東', '🇩🇪', '\u200c', '각'])('loses %j as one character to Backspace', (character) => {
    const typed = insertText(insertText(start, 'a'), character);
    expect(moveInLine(typed, 'left').cursor).toBe(1);
    expect(moveInLine(typed, 'deleteBefore')).toEqual({ text: 'a', cursor: 1 });
    expect(moveInLine(moveInLine(typed, 'left'), 'deleteAfter')).toEqual({ text: 'a', cursor: 1 });
  });

  test('never has its cursor inside a character, loses only what is deleted, and is never too long', () => {
    const seed = Number(process.env.SEED ?? 1);
    const random = randomNumbers(seed);
    for (const texts of Array.from({ length: 60 }, (_, round) => hostileTexts(20, seed + round))) {
      let line = start;
      for (const text of texts) {
        const motion = motions[Math.floor(random() * motions.length)] ?? 'left';
        const inserted = insertText(line, text);
        expect(inserted.text).toBe(line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor));
        line = moveInLine(inserted, motion);
        expect(line, `seed ${seed}`).toEqual(editedLine(line.text, line.cursor));
        if (!motion.startsWith('delete')) expect(line.text).toBe(inserted.text);
      }
      expect(charactersOf(line.text).join('')).toBe(line.text);
      const full = insertText(line, '👩‍💻'.repeat(5000));
      expect(full.text.length).toBeLessThanOrEqual(LONGEST_LINE);
      expect(full.text.length).toBeGreaterThan(LONGEST_LINE - 10);
    }
  });
});
