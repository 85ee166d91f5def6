import inkSanitizeAnsi from 'ink/build/sanitize-ansi.js';
import { expect, test } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import sanitizeAnsi from '../../../../src/tui/terminal/ink/sanitize-ansi.ts';

const seed = Number(process.env.SEED ?? 20_261);
const pieces = [
  ...['plain', '─⣿', '東京', '\n', '\t', '\u0007', '\u009b2J', '\u001b[2J', '\u001b]0;title\u0007', '\u001b', '\u0301'],
  ...[
    '\u001b[1m',
    '\u001b[22m',
    '\u001b[31mred\u001b[39m',
    '\u001b[38:2::1:2:3m',
    '\u001b[0m',
    '\u001b[4:3m',
    '\u001b[m',
  ],
];

test('What reaches the layout is what Ink lets through, of any text', () => {
  const random = new Random(seed, 'texts');
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: 1 + random.below(5) }, () => random.pick(pieces)).join('');
    expect(sanitizeAnsi(text), `SEED=${seed}, ${JSON.stringify(text)}`).toBe(inkSanitizeAnsi(text));
  }
});
