import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startPresents } from '../../../helpers/pty.ts';

/** Opens the dashboard at 120x36 on a list that scrolls, and tells how many bytes a key takes. */
async function openList() {
  const args = ['demo', '--calls', '20000', '--rate', '0'];
  const program = startPresents(args, { columns: 120, rows: 36, background: '#1a1b26' });
  await program.waitFor((screen) => screen.includes('❯') && screen.includes('● live'));
  const selected = () => /❯ (\S+)/.exec(program.screen())?.[1];
  const bytesOf = async (key: string, isDone: (screen: string) => boolean): Promise<number> => {
    const before = program.bytesWritten;
    program.press(key);
    await program.waitFor(isDone);
    return program.bytesWritten - before;
  };
  const bytesOfMove = async (key: string): Promise<number> => {
    const before = selected();
    return bytesOf(key, () => selected() !== before);
  };
  return { program, bytesOf, bytesOfMove };
}

describe('Over a slow line, what a key sends at 120x36', () => {
  test('is at most 600 bytes for most moves, 1,200 for a scroll by a row, and 5 KB in one frame for another screen', async () => {
    const { program, bytesOf, bytesOfMove } = await openList();
    const moves: number[] = [];
    for (let at = 0; at < 20; at += 1) moves.push(await bytesOfMove('j'));
    for (let at = 0; at < 15; at += 1) await bytesOfMove('j');
    const scrolls: number[] = [];
    for (let at = 0; at < 5; at += 1) scrolls.push(await bytesOfMove('j'));
    const before = program.terminal.raw.length;
    await bytesOf('2', (screen) => screen.includes('Top routes'));
    await bytesOf('3', (screen) => screen.includes('MESSAGE'));
    await bytesOf('1', (screen) => screen.includes('LAST CALL'));
    const frames = program.terminal.raw.slice(before).split('\u001b[?2026h');
    // A refresh that comes meanwhile is counted with the key.
    expect(moves.toSorted((a, b) => a - b)[Math.floor(moves.length * 0.75)]).toBeLessThanOrEqual(600);
    expect(scrolls.toSorted((a, b) => a - b)[2]).toBeLessThanOrEqual(1200);
    expect(Math.max(...frames.map((frame) => Buffer.byteLength(frame)))).toBeLessThanOrEqual(5000);
  });

  test('stays far below what the keys ask for, however long one is held down on a line of 56 kbit/s', async () => {
    const args = ['demo', '--calls', '20000', '--rate', '0'];
    const program = startPresents(args, { columns: 120, rows: 36, background: '#1a1b26', bytesPerSecond: 7000 });
    await program.waitFor((screen) => screen.includes('❯') && screen.includes('● live'));
    await program.waitFor(() => program.bytesOnTheWay === 0);
    let most = 0;
    for (let at = 0; at < 50; at += 1) {
      program.press(at < 30 ? 'j' : 'k');
      await delay(33);
      most = Math.max(most, program.bytesOnTheWay);
    }
    // A second's worth; two where a busy machine lets half a second pass between a key and its frame, which then counts as nobody's.
    expect(most).toBeLessThan(2 * 7000);
    const selected = () => /❯ (\S+)/.exec(program.screen())?.[1];
    program.press('G');
    await program.waitFor(() => program.bytesOnTheWay === 0);
    const last = selected();
    program.press('g');
    await program.waitFor(() => selected() !== last && selected() !== undefined);
  });
});
