import { describe, expect, test } from 'vitest';
import { clipboardSequence } from '../../src/tui/clipboard.ts';
import { TestTerminal } from '../helpers/terminal.ts';

const encoded = Buffer.from('schlüssel\n東京').toString('base64');
const plain = `\u001b]52;c;${encoded}\u0007`;

describe('The clipboard of the terminal', () => {
  test('gets the text as it is', async () => {
    const terminal = new TestTerminal({ columns: 20, rows: 2 });
    terminal.write(clipboardSequence('schlüssel\n東京', {}));
    await terminal.settled();
    expect(terminal.clipboard).toBe('schlüssel\n東京');
    expect(terminal.screen()).toBe('');
  });

  test('gets it through tmux and screen too, which keep a plain sequence to themselves', () => {
    const inTmux = clipboardSequence('schlüssel\n東京', { TMUX: '/tmp/tmux-1/default,1,0', TERM: 'screen-256color' });
    expect(inTmux).toBe(`${plain}\u001bPtmux;\u001b\u001b]52;c;${encoded}\u0007\u001b\\`);
    const inScreen = clipboardSequence('schlüssel\n東京', { TERM: 'screen.xterm-256color' });
    expect(inScreen).toBe(`${plain}\u001bP${plain}\u001b\\`);
  });
});
