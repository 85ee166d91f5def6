import type { ThemeName } from '../../model/settings.ts';
import type { ChartStyle } from '../../text/area-chart.ts';

export { type ThemeName, themeNames } from '../../model/settings.ts';

/** Meaning of a colour. `plain` and `strong` always use the terminal's own text colour; `strong` differs in weight. */
export type Tone =
  | 'plain'
  | 'strong'
  | 'muted'
  | 'good'
  | 'warn'
  | 'bad'
  | 'accent'
  | 'chart'
  | 'second'
  | 'frame'
  | 'title'
  | `heat${1 | 2 | 3 | 4 | 5 | 6}`;

/** Colours of the levels of a heatmap, in rising order. */
export const heatTones: readonly Tone[] = ['heat1', 'heat2', 'heat3', 'heat4', 'heat5', 'heat6'];

/** Style of a piece of text besides its tone. */
export interface Paint {
  readonly bold?: boolean;
  /** On the background of the selected row. */
  readonly selected?: boolean;
  /** In the colour of the background, on its own colour as the background. */
  readonly inverse?: boolean;
}

/** Colours by meaning. */
export interface Theme {
  readonly name: ThemeName;
  /** Signs of charts and bars: eighths of blocks, or ASCII where the terminal needs it. */
  readonly style: ChartStyle;
  /** True where the screen is not drawn but read out. */
  readonly isSpoken?: boolean;
  /** The text with the escape sequences of its tone around it; the text itself must be printable already. */
  paint(text: string, tone: Tone, paint?: Paint): string;
  /** The colour's name for Ink's own props; undefined if there is none. */
  color(tone: Tone): string | undefined;
}

const dark: Palette = {
  muted: '#6b7089',
  good: '#9ece6a',
  warn: '#e0af68',
  bad: '#f7768e',
  accent: '#7dcfff',
  chart: '#7aa2f7',
  second: '#bb9af7',
  frame: '#3b4261',
  title: '#c0caf5',
  selected: '#283c5a',
};
const light: Palette = {
  muted: '#6a6f80',
  good: '#3f6e1a',
  warn: '#8a5a00',
  bad: '#b3243c',
  accent: '#0f6a94',
  chart: '#2f56b0',
  second: '#6d3fb0',
  frame: '#b8bccb',
  title: '#33406b',
  selected: '#d4e0f5',
};
/** For a terminal that does not tell its background: of a brightness that can be read on a dark one and on a light one. */
const neutral: Palette = {
  muted: '#7f859c',
  good: '#5fa03c',
  warn: '#c08328',
  bad: '#e8556f',
  accent: '#3a9ad0',
  chart: '#5b8def',
  second: '#9b74e8',
  frame: '#666c84',
  selected: dark.selected,
};
const palettes: Readonly<Partial<Record<ThemeName, Palette>>> = { dark, light, neutral };
/** Colours on the selected row. Where the terminal's own are not known, text that has none needs one to be read there. */
const selectedPalettes: typeof palettes = {
  dark,
  light,
  neutral: { ...dark, plain: '#e4e8f7', strong: '#e4e8f7' },
};

/** Tones without a colour are in the terminal's own. */
type Palette = Readonly<Partial<Record<Tone, string>> & Record<'frame' | 'chart' | 'second' | 'selected', string>>;

/** The 16 colours' SGR numbers and Ink names; `title` is told by weight alone. */
const ansi: Readonly<Partial<Record<Tone, readonly [number, string]>>> = {
  muted: [90, 'gray'],
  good: [32, 'green'],
  warn: [33, 'yellow'],
  bad: [31, 'red'],
  accent: [36, 'cyan'],
  chart: [34, 'blue'],
  second: [35, 'magenta'],
  frame: [90, 'gray'],
  heat1: [34, 'blue'],
  heat2: [34, 'blue'],
  heat3: [36, 'cyan'],
  heat4: [36, 'cyan'],
  heat5: [33, 'yellow'],
  // The sixth is in the terminal's own colour: white where the background is dark, black where it is light.
};

const boldTones: ReadonlySet<Tone> = new Set(['strong', 'title']);
/** Tones that are too close to the background of the selected row: what has them is plain there. */
const faintTones: ReadonlySet<Tone> = new Set(['muted', 'frame']);

/** Makes a theme of a palette and the signs that the terminal can draw. */
export function createTheme(name: ThemeName, style: ChartStyle = 'blocks'): Theme {
  const palette = palettes[name];
  const own = openings(name, palette);
  const onSelection = openings(name, selectedPalettes[name]);
  // Without a colour that surely differs from the terminal's background, inverse video is the only safe mark. A colour is
  // as far from the background then as it is elsewhere.
  const selection = palette ? [`\u001b[48;2;${rgb(palette.selected)}m`, '\u001b[49m'] : ['\u001b[7m', '\u001b[27m'];

  return {
    name,
    style,
    paint(text, tone, { bold = boldTones.has(tone), selected = false, inverse = false } = {}) {
      if (text === '') return '';
      const color = selected ? onSelection(faintTones.has(tone) ? 'plain' : tone) : own(tone);
      let painted = text;
      if (color) painted = `${color}${painted}\u001b[39m`;
      if (inverse) painted = `\u001b[7m${painted}\u001b[27m`;
      if (bold) painted = `\u001b[1m${painted}\u001b[22m`;
      return selected ? `${selection[0]}${painted}${selection[1]}` : painted;
    },
    color(tone) {
      return palette ? colorOf(palette, tone) : name === 'ansi' ? ansi[tone]?.[1] : undefined;
    },
  };
}

/** Answers the escape sequence that begins text of a tone; nothing where it is in the terminal's own colour. */
function openings(name: ThemeName, palette: Palette | undefined): (tone: Tone) => string {
  const opening = (tone: Tone): string => {
    const color = palette && colorOf(palette, tone);
    if (color !== undefined) return `\u001b[38;2;${rgb(color)}m`;
    const code = name === 'ansi' ? ansi[tone] : undefined;
    return code ? `\u001b[${code[0]}m` : '';
  };
  const known = new Map<Tone, string>();
  return (tone) => {
    const made = known.get(tone) ?? opening(tone);
    known.set(tone, made);
    return made;
  };
}

/** The colour of a tone; those of a heatmap go from that of frames, which is of level 0, over that of charts to the second one. */
function colorOf(palette: Palette, tone: Tone): string | undefined {
  const level = heatTones.indexOf(tone) + 1;
  if (level === 0) return palette[tone];
  const place = (2 * level) / heatTones.length;
  return place <= 1 ? mixed(palette.frame, palette.chart, place) : mixed(palette.chart, palette.second, place - 1);
}

function mixed(from: string, to: string, share: number): string {
  const [one, other] = [channels(from), channels(to)];
  const hex = one.map((channel, at) => Math.round(channel + ((other[at] ?? 0) - channel) * share).toString(16));
  return `#${hex.map((digits) => digits.padStart(2, '0')).join('')}`;
}

/** Range of colours that a terminal has. */
export type ColorDepth = 'none' | '16' | '24-bit';

/** Facts about the terminal that the choice of the palette depends on. */
export interface TerminalColors {
  readonly depth: ColorDepth;
  /** The background's brightness from 0 to 1; null if the terminal did not tell. */
  readonly backgroundLuminance: number | null;
}

/** The palette that fits a terminal: 24-bit colours if it has them, for the background that it told. */
export function chooseTheme({ depth, backgroundLuminance }: TerminalColors): ThemeName {
  if (depth === 'none') return 'none';
  if (depth === '16') return 'ansi';
  if (backgroundLuminance === null) return 'neutral';
  return backgroundLuminance > 0.5 ? 'light' : 'dark';
}

function rgb(hex: string): string {
  return channels(hex).join(';');
}

function channels(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
