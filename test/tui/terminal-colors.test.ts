import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadStream, WriteStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { KeyStream } from '../../src/tui/key-stream.ts';
import { type ColorWishes, luminanceOf, themeOf } from '../../src/tui/terminal-colors.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** Asks a terminal in memory which palette fits it. */
function detecting(
  env: ColorWishes['env'],
  options: { readonly depth?: number; readonly isColorWanted?: boolean } = {},
) {
  const { depth = 24, isColorWanted = true } = options;
  const clock = new FakeClock();
  const keyboard = new PassThrough();
  const written: string[] = [];
  const stdout = { getColorDepth: () => depth, write: (text: string) => written.push(text) };
  const keys = new KeyStream(keyboard as unknown as ReadStream);
  const typed: string[] = [];
  keys.on('data', (key) => typed.push(String(key)));
  const theme = themeOf(keys, stdout as unknown as WriteStream, { env, isColorWanted });
  const reply = async (text: string): Promise<void> => {
    keyboard.write(text);
    await turn();
  };
  return { theme, clock, written, reply, typed };
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

  test('is known for good when the terminal has answered the question that every one answers, or after 100 ms', async () => {
    for (const end of [({ reply }: Detecting) => reply('\u001b[?62;4c'), ({ clock }: Detecting) => clock.advance(1)]) {
      const detection = detecting({ COLORTERM: 'truecolor' });
      let isKnown = false;
      const answered = detection.theme.answered(detection.clock).then(() => {
        isKnown = true;
      });
      await detection.reply('\u001b]11;rgb:ffff/ffff/ffff\u0007');
      detection.clock.advance(99);
      await turn();
      expect(isKnown).toBe(false);
      await end(detection);
      await answered;
      expect(detection.clock.timerCount).toBe(0);
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
    ['PRESENTS_THEME', { PRESENTS_THEME: 'light', COLORTERM: 'truecolor' }, {}, 'light'],
    ['no wish for colour over PRESENTS_THEME', { PRESENTS_THEME: 'light' }, { isColorWanted: false }, 'none'],
    ['a terminal without colour', { TERM: 'vt100' }, { depth: 1 }, 'none'],
    ['a dumb terminal', { TERM: 'dumb', COLORTERM: 'truecolor' }, {}, 'none'],
    ['a terminal of 16 colours', { TERM: 'linux' }, { depth: 4 }, 'ansi'],
  ] as const)('is chosen without a question for %s', async (_, env, options, name) => {
    const { theme, written } = detecting(env, options);
    expect(theme.current()).toBe(name);
    expect(written).toEqual([]);
  });
});
