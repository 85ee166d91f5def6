import type { WriteStream } from 'node:tty';
import { type ColorDepth, chooseTheme, type ThemeName, themeNames } from '../theme/theme.ts';
import type { TerminalQuestions } from './terminal-questions.ts';

/** Facts that are known before the terminal is asked. */
export interface ColorWishes {
  readonly isColorWanted: boolean;
  /** The palette that a person chose. */
  readonly theme: ThemeName | 'auto';
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The palette that is shown, and the choice of another one. */
export interface ThemeChoice {
  readonly current: () => ThemeName;
  /** Shows a palette until the program ends, as far as the terminal lets it through; `auto` is the one that fits the terminal. */
  choose(name: ThemeName | 'auto'): void;
}

/** The palette of a terminal, which is another one when the terminal has told its background, or a person chose it. */
export interface ThemeSource extends ThemeChoice {
  /** Tells of another palette until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
}

/**
 * The palette for this terminal: as a person chose, else by its colours and its background. No frame waits for what the
 * terminal tells: one nearby has told it before there is a frame, and over a slow line the colours follow.
 */
export function themeOf(
  questions: TerminalQuestions,
  stdout: Pick<WriteStream, 'getColorDepth'>,
  { env, isColorWanted, theme }: ColorWishes,
): ThemeSource {
  const depth = isColorWanted ? colorDepth(stdout, env) : 'none';
  const chosen = isColorWanted ? themeNames.find((name) => name === theme) : undefined;
  const listeners = new Set<() => void>();
  let backgroundLuminance = backgroundOf(env.COLORFGBG);
  const show = (name: ThemeName | undefined): ThemeName =>
    name === undefined ? chooseTheme({ depth, backgroundLuminance }) : shownBy(name, env);
  let wanted: ThemeName | undefined = chosen;
  let current = show(wanted);
  const change = (): void => {
    current = show(wanted);
    for (const listener of listeners) listener();
  };
  const take = (luminance: number | null): void => {
    if (luminance === null) return;
    backgroundLuminance = luminance;
    change();
  };
  if (chosen === undefined && depth === '24-bit') {
    questions.ask('\u001b]11;?\u001b\\', { onReply: (reply) => take(luminanceOf(reply)) });
  }
  return {
    current: () => current,
    choose: (name) => {
      wanted = name === 'auto' ? undefined : name;
      change();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Names of terminals with 24-bit colour, which stay the same over SSH, where COLORTERM is not handed on. */
const trueColorTerms =
  /-direct|^(?:alacritty|contour|foot|iterm2?|mintty|rio|wezterm|(?:xterm-)?(?:kitty|ghostty))(?:$|[-.+])/;

/** The colours of a terminal. Only what calls itself dumb, or nothing, is taken to have none: one without ignores them. */
function colorDepth(stdout: Pick<WriteStream, 'getColorDepth'>, env: ColorWishes['env']): ColorDepth {
  const { TERM = '', COLORTERM = '', FORCE_COLOR } = env;
  if (FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 'none';
  if (FORCE_COLOR === '1' || FORCE_COLOR === '2') return '16';
  if ((TERM === '' || TERM === 'dumb') && FORCE_COLOR === undefined) return 'none';
  if (isInScreen(env)) return '16';
  const hasTrueColor = /^(?:truecolor|24bit)$/.test(COLORTERM) || trueColorTerms.test(TERM);
  return hasTrueColor || stdout.getColorDepth({ ...env }) >= 24 ? '24-bit' : '16';
}

/** True when GNU screen stands in between, which takes 24-bit colours for blinking and other styles. */
function isInScreen({ STY, TMUX, TERM = '' }: ColorWishes['env']): boolean {
  return Boolean(STY) || (TERM.startsWith('screen') && !TMUX);
}

/** The palette that a person chose, as far as what stands in between lets it through. */
function shownBy(chosen: ThemeName, env: ColorWishes['env']): ThemeName {
  return chosen !== 'none' && isInScreen(env) ? 'ansi' : chosen;
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
