import { describe, expect, test } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import { cellsOfRow } from '../../../../src/tui/terminal/ink/cells.ts';
import { frameUpdate } from '../../../../src/tui/terminal/ink/frame-update.ts';
import { inLongRun } from '../../../helpers/long-run.ts';
import { TestTerminal } from '../../../helpers/terminal.ts';

const seed = Number(process.env.SEED ?? 20_261);
const columns = 24;
const height = 10;
const tame = [
  'a',
  'bc',
  '  ',
  '       ',
  '12',
  '⣿',
  '─',
  '\u001b[1mb\u001b[22m',
  '\u001b[31mred\u001b[39m',
  '\u001b[32mred \u001b[39m',
  '\u001b[38;2;1;2;3mx y\u001b[39m',
  '\u001b[48;2;9;8;7m a  \u001b[38;2;1;2;3mb\u001b[39m \u001b[49m',
  '\u001b[7m in \u001b[31mv\u001b[39m \u001b[27m',
  '\u001b[4mu u\u001b[24m',
  '\u001b[44m x\u001b[1m\u001b[31my\u001b[39mz\u001b[22m \u001b[49m',
  '\u001b[1m\u001b[2mw\u001b[22m',
];
const wild = ['東', '🎁', '\u001b[38;5;9mopen\u001b[0m', '\u001b[0m', 'é', '‹'];

/** Returns the cells as a person sees them: a blank has no colour of its own. */
const seenIn = (terminal: TestTerminal) =>
  Array.from({ length: height * columns }, (_, at) => {
    const cell = terminal.cell(at % columns, Math.floor(at / columns));
    const text = cell.text === '' ? ' ' : cell.text;
    const isPlain = text === ' ' && !cell.isInverse && !cell.isUnderlined;
    return isPlain ? { text, background: cell.background } : { ...cell, text };
  });

const shown = async (...written: readonly string[]) => {
  const terminal = new TestTerminal({ columns, rows: height });
  terminal.write(`\u001b[?7l\u001b[?1049h\u001b[H${written.join('')}`);
  await terminal.settled();
  const seen = seenIn(terminal);
  terminal.dispose();
  return seen;
};

const wholly = (rows: readonly string[]) =>
  rows.map((row, y) => `\u001b[${y + 1}H\u001b[m\u001b[K${row}\u001b[m`).join('');

const canvas = { columns: 80, cellsOf: cellsOfRow };

describe('What turns a frame into another', () => {
  test.each(['cells of one width', 'any text'])('leaves the other frame on the screen: %s', async (kind) => {
    const random = new Random(seed, kind);
    const pieces = kind === 'any text' ? [...tame, ...wild] : tame;
    const aRow = () =>
      Array.from({ length: random.below(6) }, () => random.pick(pieces))
        .join('')
        .trimEnd();
    let frame = Array.from({ length: height }, aRow);
    for (let round = 0; round < inLongRun(50, 150); round++) {
      const before = frame;
      const from = random.below(height - 3);
      const band = before.slice(from, from + 3 + random.below(height - from - 2));
      const by = 1 + random.below(2);
      const news = Array.from({ length: by }, aRow);
      const scrolledBand = [[...band.slice(by), ...news], [...news, ...band.slice(0, -by)], band][
        random.below(3)
      ] as string[];
      frame = [...before.slice(0, from), ...scrolledBand, ...before.slice(from + band.length)].slice(0, height);
      for (let changes = random.below(3); changes > 0; changes--) frame = frame.with(random.below(height), aRow());
      const canRepeat = random.below(2) === 1;
      const update = frameUpdate(before, frame, { columns, cellsOf: cellsOfRow, canRepeat });
      const about = `SEED=${seed}, round ${round}: ${JSON.stringify([before, frame, update])}`;
      expect(await shown(wholly(before), update), about).toEqual(await shown(wholly(frame)));
    }
  });

  test('tells a run of one character by its length, where the terminal knows how to repeat and that is shorter', () => {
    const rows = ['╭────────────────────╮', 'aaaa'];
    const update = frameUpdate(['', ''], rows, { ...canvas, canRepeat: true });
    expect(update).toContain('╭─\u001b[19b╮');
    expect(update).toContain('aaaa');
    expect(frameUpdate(['', ''], rows, canvas)).toContain(rows[0]);
  });

  test('is no more than what differs', () => {
    const row = (age: string) => `acme-shop  \u001b[32m● active\u001b[39m  ${age}  \u001b[34m▁▂▃▅▇▅▃▂▁\u001b[39m`;
    expect(frameUpdate([row('3 s ago')], [row('4 s ago')], canvas)).toBe('\u001b[;22H4');
    expect(frameUpdate(['', 'longer'], ['', 'long'], canvas)).toBe('\u001b[2;5H\u001b[K');
    expect(frameUpdate(['same'], ['same'], canvas)).toBe('');
  });

  test('moves the rows of a list that has scrolled', () => {
    const list = Array.from({ length: 9 }, (_, at) => `row ${at} ${String.fromCharCode(97 + at).repeat(12)}`);
    expect(frameUpdate(['head', ...list.slice(0, 8)], ['head', ...list.slice(1)], canvas)).toBe(
      `\u001b[2;9r\u001b[9H\n\u001b[r\u001b[9H${list[8]}`,
    );
    expect(frameUpdate(['head', ...list.slice(1)], ['head', ...list.slice(0, 8)], canvas)).toBe(
      `\u001b[2;9r\u001b[2H\u001bM\u001b[r\u001b[2H${list[0]}`,
    );
  });
});
