import type { WriteStream } from 'node:tty';
import type { Clock } from '../live/clock.ts';
import type { KeyStream } from './key-stream.ts';
import { chooseTheme, type ThemeName, themeNames } from './theme.ts';

/** How long a terminal has to tell its background, in milliseconds. */
const patienceMs = 100;

/** What is known before the terminal is asked. */
export interface ColorWishes {
  readonly isColorWanted: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The palette for this terminal: as PRESENTS_THEME says, else by its colours and its background. */
export async function detectTheme(
  keys: KeyStream,
  stdout: WriteStream,
  clock: Clock,
  wishes: ColorWishes,
): Promise<ThemeName> {
  const { env, isColorWanted } = wishes;
  const asked = env.PRESENTS_THEME;
  const chosen = themeNames.find((name) => name === asked);
  if (isColorWanted && chosen !== undefined) return chosen;
  const depth = stdout.getColorDepth({ ...env });
  const hasTrueColor = depth >= 24 || /^(truecolor|24bit)$/.test(env.COLORTERM ?? '');
  const hasColor = isColorWanted && depth > 1 && env.TERM !== 'dumb';
  const isBackgroundWanted = hasColor && hasTrueColor;
  const told = isBackgroundWanted ? await askBackground(keys, stdout, clock) : null;
  return chooseTheme({ hasColor, hasTrueColor, backgroundLuminance: told ?? backgroundOf(env.COLORFGBG) });
}

/** Asks for the background (OSC 11), and for the device attributes: whoever answers only the second will never answer the first. */
function askBackground(keys: KeyStream, stdout: WriteStream, clock: Clock): Promise<number | null> {
  return new Promise((resolve) => {
    const finish = (luminance: number | null): void => {
      stopListening();
      stopWaiting();
      resolve(luminance);
    };
    const stopWaiting = clock.after(patienceMs, () => finish(null));
    const stopListening = keys.onReply((reply) => finish(luminanceOf(reply)));
    stdout.write('\u001b]11;?\u001b\\\u001b[c');
  });
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
