import { expect, test } from 'vitest';
import { partialPattern } from '../../../src/integration/blanking/partial-pattern.ts';
import { Patterns } from '../../../src/integration/blanking/patterns.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { randomOf } from '../../helpers/random.ts';

const PATTERNS = [
  /\b\d{4}-\d{4}\b/,
  /^\{"a":"[^"]*"/,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/i,
  /(?:\+49|0)[1-9]\d{1,4}[ /]?\d{3,}/,
  /(?<year>\d{4})-(?<month>\d\d)/,
  /(\w)\w\1/,
  /(?<mark>["'])[^"']*\k<mark>/,
  /(?<=id: )\w+/,
  /(?<!x)ab+?c?/,
  /a(?=b+c)/,
  /a(?!b*$)[ab]+/,
  /ab{2,}c|a{3}|b*c/,
  /(?:a|b(?:c|d[^e\]])+){2}/,
  /[^\]\\[]{3}x/,
  /\x61\u0062[\c0-\x66]?/,
  /a.c/s,
  /^b$/m,
  /c\n^a\b/m,
  /\Bb\B.\B/,
  /a{b/,
  /\p{Lu}\p{Ll}+/u,
  /\u{1f600}+a/u,
  /\ud83d\ude00a/u,
  /😀{2}a/u,
  /😀a/,
  /[\p{L}--[a-c]]{2}[[0-9]&&\d]/v,
  /(?i:ab)C/,
  /\0?a\/b/,
  new RegExp(['[]', 'a[^]b'].join('|')),
  /(?:)/,
  /a(?:)b/,
];
const PIECES = [
  'a',
  'b',
  'c',
  'd',
  'e',
  'x',
  'A',
  'É',
  'é',
  '1',
  '49',
  '4711',
  '-',
  '@',
  '.',
  '"',
  "'",
  '\\',
  '/',
  ']',
  '[',
  '{',
  '}',
  ' ',
  '\n',
  'id: ',
  '+49',
  '😀',
  '\0',
  '{"a":"',
];
const seed = Number(process.env.SEED ?? 29);

test.each(PATTERNS)('The beginning of what %s matches is blanked at a cut end, wherever the cut is', (pattern) => {
  const random = randomOf(seed);
  const patterns = new Patterns([pattern]);
  const all = new RegExp(pattern, `${pattern.flags}g`);
  for (let round = 0; round < inLongRun(60, 5_000); round += 1) {
    const pieces = Array.from(
      { length: 1 + Math.floor(random() * 12) },
      () => PIECES[Math.floor(random() * PIECES.length)],
    );
    const text = pieces.join('');
    for (const { 0: match, index } of text.matchAll(all)) {
      for (let end = index + 1; end < index + match.length; end += 1) {
        // No text that is logged is cut within a character.
        if (!text.slice(0, end).isWellFormed()) continue;
        const told = patterns.blankEnd(text.slice(0, end)).replace(/\[blanked\]$/, '');
        expect(told.length, `SEED=${seed} ${JSON.stringify([text, end])}`).toBeLessThanOrEqual(index);
      }
    }
  }
});

test.each([
  [/\d{4}-\d{4}/, 'see 47', 'see [blanked]'],
  [/\d{4}-\d{4}/, 'see 47 ', 'see 47 '],
  [/\d{4}-\d{4}/, 'see you', 'see you'],
  [/Bearer \w+/, 'a Bear', 'a [blanked]'],
  [/Bearer \w+/, 'a Bean', 'a Bean'],
  [/x*/, 'abc', 'abc'],
  [/(?<=id: )\w+/, 'an id: a', 'an id: [blanked]'],
])('What cannot become a match of %s stays: %s', (pattern, text, told) => {
  expect(new Patterns([pattern]).blankEnd(text)).toBe(told);
});

test('A long text without a beginning of a match is looked through in a moment', () => {
  expect(partialPattern(/(?:\d+-)+x/).exec(`${'1'.repeat(200)} `)).toBe(null);
  expect(new Patterns([/\w+@\w+/]).blankEnd(`${'a'.repeat(100_000)} `)).toHaveLength(100_001);
});
