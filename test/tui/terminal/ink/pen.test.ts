import { expect, test } from 'vitest';
import { Random } from '../../../../src/demo/random.ts';
import { plainLook } from '../../../../src/tui/terminal/ink/look.ts';
import { Pen } from '../../../../src/tui/terminal/ink/pen.ts';
import { inLongRun } from '../../../helpers/long-run.ts';
import { TestTerminal } from '../../../helpers/terminal.ts';

const seed = Number(process.env.SEED ?? 20_261);
const columns = 120;
const rows = 36;

test('A pen goes from any cell to any other, and never by more bytes than the place of the other takes', async () => {
  const random = new Random(seed, 'ways');
  const terminal = new TestTerminal({ columns, rows });
  terminal.write('\u001b[?7l');
  for (let round = 0; round < inLongRun(300, 1000); round++) {
    const pen = new Pen(columns);
    const [fromY, fromX, y, x] = [random.below(rows), random.below(columns), random.below(rows), random.below(columns)];
    pen.moveTo(fromY, fromX);
    pen.write('.', plainLook);
    const before = pen.finished().length;
    const isNear = round % 2 === 0;
    const [toY, toX] = isNear
      ? [Math.min(rows - 1, fromY + random.below(4)), Math.min(columns - 1, fromX + 2)]
      : [y, x];
    pen.moveTo(toY, toX);
    pen.write('#', plainLook);
    const about = `SEED=${seed}, round ${round}: ${fromY},${fromX} to ${toY},${toX}`;
    expect(pen.finished().length - before - 1, about).toBeLessThanOrEqual(`\u001b[${toY + 1};${toX + 1}H`.length);
    terminal.write(`\u001b[H\u001b[J${pen.finished()}`);
    await terminal.settled();
    expect(terminal.cell(toX, toY).text, about).toBe('#');
  }
  terminal.dispose();
});

test('A pen goes up, down and back by how far it is where that is shorter than the place', () => {
  const way = (fromY: number, fromX: number, toY: number, toX: number) => {
    const pen = new Pen(columns);
    pen.moveTo(fromY, fromX);
    const before = pen.finished().length;
    pen.moveTo(toY, toX);
    return pen.finished().slice(before);
  };
  expect(way(10, 60, 19, 60)).toBe('\u001b[9B');
  expect(way(19, 60, 10, 60)).toBe('\u001b[9A');
  expect(way(10, 110, 10, 3)).toBe('\r\u001b[3C');
});
