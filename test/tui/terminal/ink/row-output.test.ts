import InkOutput from 'ink/build/output.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import { KeptRows } from '../../../../src/tui/terminal/ink/kept-rows.ts';
import { RowOutput } from '../../../../src/tui/terminal/ink/row-output.ts';

afterEach(() => void vi.restoreAllMocks());

const seed = Number(process.env.SEED ?? 20_261);

type Step = (output: InkOutput) => void;

/** Usual content of screens. */
const tame = [
  ...['plain', ' ', '─────', 'é', '⣿⣿', '│\n│\n│'],
  ...[
    '\u001b[1mbold\u001b[22m',
    '\u001b[31mred\u001b[39m',
    '\u001b[44m  \u001b[49m',
    '\u001b[38;2;1;2;3mrgb\u001b[39m',
  ],
];
/** Text of other widths, styles that do not end, and what should not come as far as this. */
const wild = [
  ...['🎁', '東京', '👩‍👩‍👧', 'e\u0301', '\u0301', '\u200b', '\u200d', 'ｶﾞ', '한글', 'नमस्ते', '🇩🇪', '❤️', '\ufeff'],
  ...[
    '\u001b[38;2;1;2;3mopen',
    '\u001b[0m',
    '\u001b[39m',
    '\u001b[5mblinking',
    '\u001b[1;31mboth',
    '\u001b[m',
    '\u001b[4m',
  ],
  ...['\n', '\t', '\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007', '\u001b[2K', '\u009b31m', '\r'],
];
const transformers = [
  (line: string) => line,
  (line: string, index: number) => `${index}${line}`,
  (line: string) => `\u001b[7m${line}\u001b[27m`,
  (line: string) => line.slice(1),
  () => '',
  (line: string) => [...line].toReversed().join(''),
  (line: string) => `${line}\n東`,
];

const aBound = (random: Random, value: number) => (random.below(5) === 0 ? undefined : value);

function randomStep(random: Random, size: { width: number; height: number }, pieces: readonly string[]): Step {
  const kind = random.below(10);
  if (kind === 0) {
    const [x, y] = [random.below(size.width), random.below(size.height)];
    const across = { x1: aBound(random, x), x2: aBound(random, x + random.below(12)) };
    const clip = { ...across, y1: aBound(random, y), y2: aBound(random, y + random.below(5)) };
    return (output) => output.clip(clip);
  }
  if (kind === 1) return (output) => output.unclip();
  const text = Array.from({ length: random.below(6) }, () => random.pick(pieces)).join('');
  const [x, y] = [random.below(size.width + 4) - 4, random.below(size.height + 4) - 4];
  const chosen = random.below(3) === 0 ? [random.pick(transformers), random.pick(transformers)] : [];
  return (output) => output.write(x, y, text, { transformers: chosen });
}

const drawn = (output: InkOutput, steps: readonly Step[]) => {
  for (const step of steps) step(output);
  return output.get();
};

describe('What frames are put together with', () => {
  test.each([
    { kind: 'of one cell each', pieces: tame },
    { kind: 'of any kind', pieces: [...tame, ...wild] },
  ])(
    'gives the bytes that Ink gives for every frame, whatever changed since the one before: signs $kind',
    ({ kind, pieces }) => {
      const random = new Random(seed, kind);
      for (let series = 0; series < 50; series++) {
        const kept = new KeptRows();
        const steps = Array.from({ length: 14 }, () => randomStep(random, { width: 40, height: 12 }, pieces));
        for (let frame = 0; frame < 25; frame++) {
          steps[random.below(steps.length)] = randomStep(random, { width: 40, height: 12 }, pieces);
          const size = { width: 40 - (random.below(8) === 0 ? 3 : 0), height: 12 - (random.below(8) === 0 ? 2 : 0) };
          const expected = drawn(new InkOutput(size), steps);
          expect(drawn(new RowOutput(kept, size), steps), `SEED=${seed}, series ${series}, frame ${frame}`).toEqual(
            expected,
          );
        }
      }
    },
  );

  test('writes the ends of styles in the order in which Ink does, after one was ended and begun again', () => {
    const draw = (output: InkOutput) =>
      output.write(1, 0, '\u001b[4m\u001b[31ma\u001b[24m\u001b[4mb', { transformers: [] });
    expect(drawn(new RowOutput(new KeptRows(), { width: 9, height: 1 }), [draw])).toEqual(
      drawn(new InkOutput({ width: 9, height: 1 }), [draw]),
    );
  });

  test('asks Ink for no row that it has composed of late', () => {
    const kept = new KeptRows();
    const asked: string[] = [];
    const frame = (texts: readonly string[]) => {
      asked.length = 0;
      const output = new RowOutput(kept, { width: 30, height: 2 });
      for (const [row, text] of texts.entries()) output.write(0, row, text, { transformers: [] });
      return output.get().output;
    };
    const first = frame(['東京', '\u001b[5mtwo\u001b[25m']);
    const segment = Intl.Segmenter.prototype.segment;
    vi.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function (this: Intl.Segmenter, text) {
      asked.push(text);
      return segment.call(this, text);
    });
    expect(frame(['東京', '\u001b[5mtwo\u001b[25m'])).toBe(first);
    expect(asked).toEqual([]);
    frame(['東京都', '\u001b[5mtwo\u001b[25m']);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((text) => text.includes('two'))).toEqual([]);
  });
});
