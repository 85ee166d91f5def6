import { tokenize as tokenizeAsPackage } from '@alcalzone/ansi-tokenize';
import { expect, test } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import { tokenize } from '../../../../src/tui/terminal/ink/ansi-tokenize.ts';
import { inLongRun } from '../../../helpers/long-run.ts';

const seed = Number(process.env.SEED ?? 20_261);
const pieces = [
  ...['plain', ' ', '─⣿│', 'é', '\n', '…❯✓', '東京', 'e\u0301', '🎁', '\u001b', '\u200d', '\r\n', '\t'],
  ...[
    '0',
    '',
    '1',
    '2',
    '22',
    '3',
    '23',
    '4',
    '24',
    '5',
    '7',
    '27',
    '9',
    '29',
    '31',
    '39',
    '44',
    '49',
    '97',
    '107',
    '53',
  ]
    .concat(
      '38;5;9',
      '48;5;200',
      '38;2;1;2;3',
      '48;2;9;8;7',
      '1;31',
      '38;5',
      '38;2;1;2',
      '38;2;1;2;3;4',
      '58;5;1',
      '59',
      ';',
    )
    .map((parameters) => `\u001b[${parameters}m`),
  ...['\u001b[2K', '\u001b]8;;https://example.com\u0007', '\u009b31m'],
];

test('The signs and styles of a text are those that the package of Ink finds, of any text', () => {
  const random = new Random(seed, 'texts');
  for (let round = 0; round < inLongRun(5_000, 20_000); round++) {
    const text = Array.from({ length: random.below(6) }, () => random.pick(pieces)).join('');
    expect(tokenize(text), `SEED=${seed}, ${JSON.stringify(text)}`).toEqual(tokenizeAsPackage(text));
  }
  expect(tokenize('some text', 4)).toEqual(tokenizeAsPackage('some text', 4));
});
