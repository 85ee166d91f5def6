import type { WriteStream } from 'node:tty';
import type { Clock } from '../live/clock.ts';
import type { KeyStream } from './key-stream.ts';
import { chooseTheme, type ThemeName, themeNames } from './theme.ts';

/** How long a terminal has to answer when the dashboard is left, in milliseconds. */
const patienceMs = 100;

/** What is known before the terminal is asked. */
export interface ColorWishes {
  readonly isColorWanted: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The palette of a terminal, which is another one when the terminal has told its background. */
export interface ThemeSource {
  readonly current: () => ThemeName;
  /** Tells of another palette until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
  /** Resolves when the terminal has answered, or after 100 ms: what is answered later would be typed into the shell. */
  readonly answered: (clock: Clock) => Promise<void>;
}

/**
 * The palette for this terminal: as PRESENTS_THEME says, else by its colours and its background. No frame waits for what the
 * terminal tells: one nearby has told it before there is a frame, and over a slow line the colours follow.
 */
export function themeOf(keys: KeyStream, stdout: WriteStream, { env, isColorWanted }: ColorWishes): ThemeSource {
  const chosen = isColorWanted ? themeNames.find((name) => name === env.PRESENTS_THEME) : undefined;
  const depth = stdout.getColorDepth({ ...env });
  const hasTrueColor = depth >= 24 || /^(truecolor|24bit)$/.test(env.COLORTERM ?? '');
  const hasColor = isColorWanted && depth > 1 && env.TERM !== 'dumb';
  const choose = (backgroundLuminance: number | null) => chooseTheme({ hasColor, hasTrueColor, backgroundLuminance });
  const listeners = new Set<() => void>();
  const answered = Promise.withResolvers<void>();
  let current = chosen ?? choose(backgroundOf(env.COLORFGBG));
  const take = (luminance: number): void => {
    current = choose(luminance);
    for (const listener of listeners) listener();
  };
  if (chosen === undefined && hasColor && hasTrueColor) askBackground(keys, stdout, take, answered.resolve);
  else answered.resolve();
  return {
    current: () => current,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    answered: (clock) => {
      const stopWaiting = clock.after(patienceMs, answered.resolve);
      return answered.promise.finally(stopWaiting);
    },
  };
}

/** Asks for the background (OSC 11), and for the device attributes, which every terminal answers, and answers last. */
function askBackground(
  keys: KeyStream,
  stdout: WriteStream,
  take: (luminance: number) => void,
  finish: () => void,
): void {
  const stopListening = keys.onReply((reply) => {
    const luminance = luminanceOf(reply);
    if (luminance !== null) {
      take(luminance);
    } else if (isDeviceAttributes(reply)) {
      stopListening();
      finish();
    }
  });
  stdout.write('\u001b]11;?\u001b\\\u001b[c');
}

function isDeviceAttributes(reply: string): boolean {
  return reply.startsWith('\u001b[?');
}

/** The brightness (0 to 1, Rec. 709) in an answer such as `rgb:1a1a/1b1b/2626`; null in any other answer. */
export function luminanceOf(reply: string): number | null {
  const found = /rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})/i.exec(reply);
  if (!found) return null;
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((hex) => Number.parseInt(hex, 16) / (16 ** hex.length - 1));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The brightness that rxvt's COLORFGBG (`15;0`) tells: its last number is the background's among the 16 colours. */
function backgroundOf(colorFgBg: string | undefined): number | null {
  const background = Number(colorFgBg?.split(';').at(-1) ?? Number.NaN);
  if (Number.isNaN(background)) return null;
  return background === 7 || background === 15 ? 1 : 0;
}
