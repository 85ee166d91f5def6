import type { PaintedFrame, Screen, ScreenCell } from '../../../export/frame.ts';
import { toAscii } from '../../../text/ascii.ts';
import { type PaintedCell, paintedCells } from '../../terminal/painted-cells.ts';
import type { Theme, ThemeName } from '../../theme/theme.ts';

interface Colors {
  readonly foreground: string;
  readonly background: string;
}

const dark: Colors = { foreground: '#c6cbe0', background: '#16161e' };
const light: Colors = { foreground: '#343b58', background: '#fafafa' };

/** Colours of terminals that choose their own, by their SGR numbers. */
const sixteen: Readonly<Record<string, string>> = {
  '30': '#16161e',
  '31': '#f7768e',
  '32': '#9ece6a',
  '33': '#e0af68',
  '34': '#7aa2f7',
  '35': '#bb9af7',
  '36': '#7dcfff',
  '37': '#c6cbe0',
  '90': '#6b7089',
};

const blank: ScreenCell = { text: ' ', foreground: null, background: null, isBold: false, isInverse: false };

/** The screen of a frame, in the colours of a theme: dark but where the terminal is light. */
export function screenOf(frame: PaintedFrame, { name, style }: Pick<Theme, 'name' | 'style'>, title: string): Screen {
  const lines = frame.lines.map((line) => paintedCells(style === 'ascii' ? toAscii(line) : line).map(cellOf));
  const { columns, rows } = frame;
  return { columns, rows, title, ...colorsOf(name), cellAt: (x, y) => lines[y]?.[x] ?? blank };
}

function colorsOf(name: ThemeName): Colors {
  return name === 'light' ? light : dark;
}

function cellOf({ foreground, background, ...cell }: PaintedCell): ScreenCell {
  return { ...cell, foreground: colorOf(foreground, '38;2;'), background: colorOf(background, '48;2;') };
}

function colorOf(parameters: string, trueColor: string): string | null {
  if (!parameters.startsWith(trueColor)) return sixteen[parameters] ?? null;
  const channels = parameters.slice(trueColor.length).split(';');
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
}
