import { describe, expect, test } from 'vitest';
import { clipboardSequence, sentToClipboard } from '../../../src/tui/terminal/clipboard.ts';
import { TestTerminal } from '../../helpers/terminal.ts';

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

  test('goes through screen in pieces that screen takes, by STY whatever the terminal calls itself', () => {
    const text = 'x'.repeat(3000);
    const sent = clipboardSequence(text, { STY: '1.pts', TERM: 'xterm-256color' });
    const pieces = [...sent.matchAll(/\u001bP(.*?)\u001b\\/gs)].map(([, piece = '']) => piece);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(768);
    expect(pieces.join('')).toBe(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  });

  test('is never text on the screen where tmux and screen stand in each other', () => {
    const both = { STY: '1.pts', TMUX: '/tmp/t' };
    expect(clipboardSequence('x', { ...both, TERM: 'screen' })).not.toContain('tmux;');
    expect(clipboardSequence('x', { ...both, TERM: 'tmux-256color' })).toContain('tmux;\u001b\u001bP');
  });

  test('is not said to have the text: a terminal does not tell', () => {
    expect(sentToClipboard('username')).toBe('Sent the username to the terminal. Paste to check: not all take it.');
  });
});
