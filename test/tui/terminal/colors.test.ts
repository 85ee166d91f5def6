import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { type ColorWishes, luminanceOf, themeOf } from '../../../src/tui/terminal/colors.ts';
import { KeyStream } from '../../../src/tui/terminal/key-stream.ts';
import { TerminalQuestions } from '../../../src/tui/terminal/terminal-questions.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

/** Asks a terminal in memory which palette fits it. */
function detecting(
  env: ColorWishes['env'],
  options: { readonly depth?: number; readonly isColorWanted?: boolean; readonly theme?: ColorWishes['theme'] } = {},
) {
  const { depth = 4, isColorWanted = true, theme: chosen = 'auto' } = options;
  const clock = new FakeClock();
  const keyboard = new PassThrough();
  const written: string[] = [];
  const stdout = { getColorDepth: () => depth, write: (text: string) => written.push(text) > 0 };
  const keys = new KeyStream(keyboard as unknown as ReadStream, clock);
  const typed: string[] = [];
  keys.on('data', (key) => typed.push(String(key)));
  const questions = new TerminalQuestions(keys, stdout, clock);
  const theme = themeOf(questions, stdout, { env: { TERM: 'xterm-256color', ...env }, isColorWanted, theme: chosen });
  const reply = async (text: string): Promise<void> => {
    keyboard.write(text);
    await turn();
  };
  return { theme, questions, clock, written, reply, typed };
}

type Detecting = ReturnType<typeof detecting>;

describe('The brightness of a background', () => {
  test.each([
    ['\u001b]11;rgb:ffff/ffff/ffff\u001b\\', 1],
    ['\u001b]11;rgb:0000/0000/0000\u0007', 0],
    ['\u001b]11;rgb:ff/ff/ff\u0007', 1],
    ['\u001b]11;rgb:f/0/0\u0007', 0.2126],
    ['\u001b]11;rgba:0000/ffff/0000/ffff\u0007', 0.7152],
    ['\u001b]11;RGB:0000/0000/FFFF\u0007', 0.0722],
  ])('in the answer %j is %d', (reply, luminance) => {
    expect(luminanceOf(reply)).toBeCloseTo(luminance, 4);
  });

  test.each(['\u001b[?62;4c', '\u001b]11;?\u0007', '', 'rgb:gg/00/00'])('is not told by %j', (reply) => {
    expect(luminanceOf(reply)).toBeNull();
  });
});

describe('The palette of a terminal', () => {
  test('is light on a light background and dark on a dark one', async () => {
    for (const [rgb, name] of [
      ['ffff/ffff/f0f0', 'light'],
      ['1a1a/1b1b/2626', 'dark'],
    ]) {
      const { theme, reply, written } = detecting({ COLORTERM: 'truecolor', TERM: 'xterm-256color' });
      expect(written.join('')).toContain('\u001b]11;?');
      await reply(`\u001b]11;rgb:${rgb}\u001b\\`);
      expect(theme.current()).toBe(name);
    }
  });

  test('suits any background until the terminal has told its own', async () => {
    const { theme, reply, typed } = detecting({ COLORTERM: 'truecolor' });
    const told: string[] = [];
    theme.onChange(() => told.push(theme.current()));
    expect(theme.current()).toBe('neutral');
    await reply('\u001b]11;rgb:ffff/ffff/ffff\u0007');
    await reply('\u001b[?62;4c');
    await reply('\u001b]11;rgb:0000/0000/0000\u0007');
    expect(told).toEqual(['light']);
    expect(typed).toEqual([]);
  });

  test('is known for good when the terminal has answered the question that every one answers, or after 2.5 s', async () => {
    for (const end of [({ reply }: Detecting) => reply('\u001b[?62;4c'), ({ clock }: Detecting) => clock.advance(1)]) {
      const detection = detecting({ COLORTERM: 'truecolor' });
      let isKnown = false;
      detection.clock.advance(500);
      const answered = detection.questions.answered().then(() => {
        isKnown = true;
      });
      await detection.reply('\u001b]11;rgb:ffff/ffff/ffff\u0007');
      detection.clock.advance(1999);
      await turn();
      expect(isKnown).toBe(false);
      await end(detection);
      await answered;
      expect(detection.clock.timerCount).toBe(0);
      await detection.questions.answered();
    }
  });

  test('is what COLORFGBG says when the terminal answers only the question that every one answers', async () => {
    const { theme, reply } = detecting({ COLORTERM: 'truecolor', COLORFGBG: '0;15' });
    await reply('\u001b[?62;4c');
    expect(theme.current()).toBe('light');
  });

  test('keeps what was typed meanwhile', async () => {
    const { theme, reply, typed } = detecting({ COLORTERM: 'truecolor' });
    await reply('2\u001b]11;rgb:0000/0000/0000\u001b\\');
    expect(theme.current()).toBe('dark');
    expect(typed).toEqual(['2']);
  });

  test.each([
    ['a theme that was chosen', { COLORTERM: 'truecolor' }, 'light', 'light'],
    ['a dumb terminal', { TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
    ['a terminal without a name', { TERM: undefined }, 'none'],
    ['a terminal with an empty name', { TERM: '' }, 'none'],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0', COLORTERM: 'truecolor' }, 'none'],
    ['FORCE_COLOR=1', { FORCE_COLOR: '1', COLORTERM: 'truecolor' }, 'ansi'],
    ['GNU screen', { STY: '1.pts', TERM: 'screen', COLORTERM: 'truecolor' }, 'ansi'],
    ['GNU screen that names itself xterm', { STY: '1.pts', TERM: 'xterm-256color', COLORTERM: '24bit' }, 'ansi'],
    ['GNU screen on another machine', { TERM: 'screen.xterm-256color', COLORTERM: 'truecolor' }, 'ansi'],
    ['GNU screen in tmux', { STY: '1.pts', TMUX: '/tmp/t', TERM: 'screen', COLORTERM: 'truecolor' }, 'ansi'],
    ['GNU screen with a palette that it garbles', { STY: '1.pts' }, 'ansi', 'dark'],
    ['GNU screen with the theme none', { STY: '1.pts' }, 'none', 'none'],
  ] as const)('is chosen without a question for %s', (_, env, name, chosen: ColorWishes['theme'] = 'auto') => {
    const { theme, written } = detecting(env, { depth: 24, theme: chosen });
    expect(theme.current()).toBe(name);
    expect(written).toEqual([]);
  });

  test('is none where nobody wants colours, whatever theme was chosen', () => {
    const { theme, written } = detecting({}, { isColorWanted: false, theme: 'light' });
    expect(theme.current()).toBe('none');
    expect(written).toEqual([]);
  });

  test.each([
    'linux',
    'vt100',
    'vt220',
    'ansi',
    'xterm',
    'xterm-256color',
    'screen',
    'tmux-256color',
    'rxvt',
    'st',
    'foo',
  ])('has at least the 16 colours over plain SSH in %s', (TERM) => {
    expect(detecting({ TERM }, { depth: 1 }).theme.current()).toBe('ansi');
  });

  test.each([
    'alacritty',
    'foot',
    'foot-extra',
    'wezterm',
    'xterm-kitty',
    'xterm-ghostty',
    'xterm-direct',
    'tmux-direct',
  ])('is of 24-bit colours over plain SSH in %s', (TERM) => {
    expect(detecting({ TERM }, { depth: 1 }).theme.current()).toBe('neutral');
  });

  test('is of 24-bit colours in tmux that knows them', () => {
    const env = { TMUX: '/tmp/t', TERM: 'screen-256color', COLORTERM: 'truecolor' };
    expect(detecting(env).theme.current()).toBe('neutral');
  });
});
