import { Box, Text, useInput, usePaste, useWindowSize } from 'ink';
import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { FakeClock } from './helpers/fake-clock.ts';
import { startPty } from './helpers/pty.ts';
import { render } from './helpers/render.tsx';
import { TestTerminal } from './helpers/terminal.ts';

const Toy = () => {
  const { columns, rows } = useWindowSize();
  const [keys, setKeys] = useState<readonly string[]>([]);
  useInput((input, key) => setKeys((before) => [...before, key.escape ? 'ESC' : key.downArrow ? 'DOWN' : input]));
  usePaste((text) => setKeys((before) => [...before, `pasted:${text}`]));
  return (
    <Box flexDirection="column" height={rows}>
      <Text color="#7dcfff" bold>
        size {columns}x{rows}
      </Text>
      <Text>keys {keys.join(' ')}</Text>
    </Box>
  );
};

describe('render', () => {
  test('shows the first frame at the size asked for, with its colours', async () => {
    const app = await render(<Toy />, { columns: 80, rows: 24 });
    expect(app.lines()[0]).toBe('size 80x24');
    expect(app.cellOf('80x24')).toMatchObject({ foreground: '#7dcfff', isBold: true, background: null });
    expect(app.terminal.isAlternateScreen).toBe(true);
    expect(app.terminal.cursor.isShown).toBe(false);
  });

  test('shows the answer to every key when press resolves, a lone Escape included', async () => {
    const app = await render(<Toy />);
    await app.press('j', 'down', 'escape', 'k');
    expect(app.lines()[1]).toBe('keys j DOWN ESC k');
    await app.type('ll');
    expect(app.lines()[1]).toBe('keys j DOWN ESC k ll');
    await app.paste('two words');
    expect(app.lines()[1]).toBe('keys j DOWN ESC k ll pasted:two words');
  });

  test('tells the app of a new size', async () => {
    const app = await render(<Toy />, { columns: 120, rows: 30 });
    await app.resize(40, 12);
    expect(app.lines()).toHaveLength(12);
    expect(app.lines()[0]).toBe('size 40x12');
  });

  test('counts no frame and no byte while nothing happens', async () => {
    const app = await render(<Toy />);
    const { frames, bytesWritten } = app;
    await app.flush();
    expect([app.frames, app.bytesWritten]).toEqual([frames, bytesWritten]);
    expect(bytesWritten).toBeGreaterThan(0);
  });

  test('leaves every mode as it was after unmount', async () => {
    const app = await render(<Toy />);
    expect(app.isRawMode).toBe(true);
    expect(app.terminal.modesLeftOn()).toEqual(['alternate screen', 'bracketed paste', 'cursor hidden']);
    await app.unmount();
    expect(app.isRawMode).toBe(false);
    expect(app.terminal.modesLeftOn()).toEqual([]);
  });
});

describe('terminal', () => {
  const terminalWith = async (data: string) => {
    const terminal = new TestTerminal({ columns: 40, rows: 5 });
    terminal.write(data);
    await terminal.settled();
    return terminal;
  };

  test('gives wide characters and emoji two cells', async () => {
    const terminal = await terminalWith('東京🎁e\u0301x');
    expect(terminal.cursor.x).toBe(8);
    expect(terminal.cell(4, 0).text).toBe('🎁');
    expect(terminal.cellOf('x').text).toBe('x');
  });

  test('names what a program set and did not reset', async () => {
    const terminal = await terminalWith('\u001b[?1049h\u001b[?25l\u001b[?1000;1006h\u001b[>1u\u001b[?7l');
    const all = [
      'alternate screen',
      'cursor hidden',
      'kitty keyboard',
      'mouse clicks',
      'mouse reports in SGR',
      'no wrap',
    ];
    expect(terminal.modesLeftOn()).toEqual(all);
    terminal.write('\u001b[?1049l\u001b[?25h\u001b[?1000;1006l\u001b[<u\u001b[?7h');
    await terminal.settled();
    expect(terminal.modesLeftOn()).toEqual([]);
  });

  test('keeps what is put in the clipboard', async () => {
    const terminal = await terminalWith(`\u001b]52;c;${Buffer.from('schlüssel').toString('base64')}\u0007`);
    expect(terminal.clipboard).toBe('schlüssel');
  });

  test('says what is on the screen when the expected text does not come', async () => {
    const terminal = await terminalWith('only this');
    await expect(terminal.waitFor('that', { timeoutMs: 5 })).rejects.toThrow(/not seen within 5 ms[\s\S]*only this/);
  });
});

describe('pty', () => {
  const echo = `
    process.stdin.setRawMode(true);
    process.stdout.write('ready ' + process.stdout.columns + 'x' + process.stdout.rows + ' ' + process.env.NO_COLOR + '\\n');
    process.stdout.on('resize', () => process.stdout.write('now ' + process.stdout.columns + '\\n'));
    process.stdin.on('data', (data) => {
      if (String(data) === 'q') process.exit(7);
      process.stdout.write('got ' + JSON.stringify(String(data)) + '\\n');
      if (String(data) === 'b') process.stdout.write('\\x1b]11;?\\x07');
    });`;

  test('runs a program in a real terminal: keys, size, signals, exit code', async () => {
    const program = startPty({ args: ['-e', echo], columns: 90, rows: 20, env: { NO_COLOR: '1' } });
    await program.waitFor('ready 90x20 1');
    program.press('down');
    await program.waitFor('got "\\u001b[B"');
    program.resize(70, 10);
    await program.waitFor('now 70');
    expect(await program.bytesDuring(20)).toBe(0);
    program.press('q');
    expect(await program.exit).toEqual({ exitCode: 7, signal: null });
  });

  test('answers the question for the background colour', async () => {
    const program = startPty({ args: ['-e', echo], background: '#1a1b26' });
    await program.waitFor('ready');
    program.press('b');
    await program.waitFor('got "\\u001b]11;rgb:1a1a/1b1b/2626\\u001b\\\\"');
  });

  test('says by which signal the program ended, and stops waiting then', async () => {
    const program = startPty({ args: ['-e', echo] });
    await program.waitFor('ready');
    const waiting = program.waitFor('never');
    program.signal('SIGTERM');
    await expect(waiting).rejects.toThrow('the program ended with SIGTERM');
    expect(await program.exit).toMatchObject({ signal: 'SIGTERM' });
  });

  test('can lose its window', async () => {
    const program = startPty({ args: ['-e', echo] });
    await program.waitFor('ready');
    program.hangUp();
    expect(await program.exit).toMatchObject({ signal: 'SIGHUP' });
  });
});

describe('fake clock', () => {
  test('runs what falls due in the order of its times and lets the rest be', () => {
    const clock = new FakeClock('2026-11-20T12:00:00Z');
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name} ${clock.now().getUTCSeconds()}`);
    const stop = clock.every(2000, note('every'));
    clock.after(3000, note('after'));
    clock.after(9000, note('late'));
    clock.advance(5000);
    expect(seen).toEqual(['every 2', 'after 3', 'every 4']);
    stop();
    clock.advance(3000);
    expect(seen).toHaveLength(3);
    expect(clock.timerCount).toBe(1);
  });
});
