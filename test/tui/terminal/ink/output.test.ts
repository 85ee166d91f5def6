import InkOutput from 'ink/build/output.js';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import RowOutput from '../../../../src/tui/terminal/ink/output.ts';

const seed = Number(process.env.SEED ?? 20_261);

type Output = Pick<RowOutput, 'write' | 'clip' | 'unclip' | 'get'>;
type Step = (output: Output) => void;

/** What screens are mostly made of. */
const tame = [
  ...['plain', ' ', '─────', 'é', '⣿⣿', '│\n│\n│'],
  ...['\u001b[1mbold\u001b[22m', '\u001b[31mred\u001b[39m', '\u001b[44m  \u001b[49m'],
];
const wild = ['🎁', '東京', '\u001b[38;2;1;2;3mopen', '\n', '\u001b[0m', '\u001b[39m', '\u001b[5mblinking'];
const transformers = [
  (line: string) => line,
  (line: string, index: number) => `${index}${line}`,
  (line: string) => `\u001b[7m${line}\u001b[27m`,
];

function randomStep(random: Random, width: number, height: number, pieces: readonly string[]): Step {
  const kind = random.below(10);
  if (kind === 0) {
    const [x1, y1] = [random.below(width), random.below(height)];
    const clip = { x1, x2: x1 + random.below(12), y1, y2: y1 + random.below(5) };
    return (output) => output.clip(clip);
  }
  if (kind === 1) return (output) => output.unclip();
  const text = Array.from({ length: 1 + random.below(6) }, () => random.pick(pieces)).join('');
  const [x, y] = [random.below(width + 4) - 4, random.below(height + 4) - 4];
  const chosen = random.below(3) === 0 ? [random.pick(transformers), random.pick(transformers)] : [];
  return (output) => output.write(x, y, text, { transformers: chosen });
}

const drawn = (output: Output, steps: readonly Step[]) => {
  for (const step of steps) step(output);
  return output.get();
};

/** A frame as Ink writes it: the same look in the same bytes. */
const asInkWrites = ({ output, height }: ReturnType<Output['get']>) => {
  const again = new InkOutput({ width: 60, height });
  for (const [y, row] of output.split('\n').entries()) again.write(0, y, row, { transformers: [] });
  return again.get();
};

describe('What frames are put together with', () => {
  test('looks in every frame as what Ink puts together, whatever changed since the one before', () => {
    const random = new Random(seed, 'frames');
    for (let series = 0; series < 60; series++) {
      const pieces = series % 2 === 0 ? tame : [...tame, ...wild];
      const steps = Array.from({ length: 12 }, () => randomStep(random, 40, 12, pieces));
      for (let frame = 0; frame < 12; frame++) {
        steps[random.below(steps.length)] = randomStep(random, 40, 12, pieces);
        const size = { width: 40 - (random.below(8) === 0 ? 3 : 0), height: 12 - (random.below(8) === 0 ? 2 : 0) };
        const expected = asInkWrites(drawn(new InkOutput(size), steps));
        const actual = asInkWrites(drawn(new RowOutput(size), steps));
        expect(actual, `SEED=${seed}, series ${series}, frame ${frame}`).toEqual(expected);
      }
    }
  });

  test('puts no row together that is what it was', () => {
    const rows: number[] = [];
    const note = [0, 1, 2, 3].map((row) => (line: string) => {
      rows.push(row);
      return line;
    });
    const draw = (texts: readonly string[]) => {
      const output = new RowOutput({ width: 30, height: 4 });
      for (const [row, text] of texts.entries()) {
        output.write(0, row, text, { transformers: note[row] === undefined ? [] : [note[row]] });
      }
      return output.get().output;
    };
    draw(['one', 'two', 'three', 'four']);
    rows.length = 0;
    expect(draw(['one', 'two', 'changed', 'four'])).toBe('one\ntwo\nchanged\nfour');
    expect(rows).toEqual([2]);
  });
});
