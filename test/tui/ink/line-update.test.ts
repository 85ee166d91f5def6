import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import lineUpdate from '../../../src/tui/ink/line-update.ts';
import { TestTerminal } from '../../helpers/terminal.ts';

const seed = Number(process.env.SEED ?? 20_261);
const columns = 24;
const tame = [
  'a',
  'bc',
  '  ',
  '12',
  '⣿',
  '─',
  '\u001b[1mb\u001b[22m',
  '\u001b[31mred\u001b[39m',
  '\u001b[32mred\u001b[39m',
];
const nested = ['\u001b[44m x\u001b[1m\u001b[31my\u001b[39mz\u001b[22m \u001b[49m', '\u001b[1m\u001b[2mw\u001b[22m'];
const wild = ['東', '🎁', '\u001b[38;5;9mopen', '\u001b[0m'];

const cellsOf = async (...written: readonly string[]) => {
  const terminal = new TestTerminal({ columns, rows: 1 });
  terminal.write(written.join(''));
  await terminal.settled();
  const cells = Array.from({ length: columns }, (_, x) => terminal.cell(x, 0));
  terminal.dispose();
  // A cell that was never written looks like a space.
  return cells.map((cell) => ({ ...cell, text: cell.text === '' ? ' ' : cell.text }));
};

describe('What turns a line into another', () => {
  test.each([0, 1])('leaves the other line on the screen, whatever they hold, series %d', async (series) => {
    const random = new Random(seed + series, 'lines');
    const pieces = series === 0 ? [...tame, ...nested] : [...tame, ...nested, ...wild];
    const aPiece = () => random.pick(pieces);
    for (let round = 0; round < 400; round++) {
      const line = Array.from({ length: 1 + random.below(6) }, aPiece);
      const changed = line.with(random.below(line.length), aPiece());
      if (random.below(3) === 0) changed.splice(random.below(changed.length), random.below(3), aPiece());
      const [previous, next] = [line.join(''), changed.join('').trimEnd()];
      const update = lineUpdate(previous, next, columns);
      const about = `SEED=${seed}, series ${series}, round ${round}: ${JSON.stringify([previous, next, update])}`;
      expect(await cellsOf(previous, '\u001b[0m', update), about).toEqual(await cellsOf(next));
    }
  });

  test('is no more than what differs', () => {
    const row = (age: string) => `acme-shop  \u001b[32m● active\u001b[39m  ${age}  \u001b[34m▁▂▃▅▇▅▃▂▁\u001b[39m`;
    expect(lineUpdate(row('3 s ago'), row('4 s ago'), 80)).toBe('\u001b[22G4');
    expect(lineUpdate('one \u001b[31mred\u001b[39m!', 'one \u001b[31mrot\u001b[39m!', 80)).toBe(
      '\u001b[6G\u001b[31mot\u001b[39m',
    );
    expect(lineUpdate('longer', 'long', 80)).toBe('\u001b[5G\u001b[K');
  });
});
