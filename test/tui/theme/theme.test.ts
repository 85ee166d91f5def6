import { describe, expect, test } from 'vitest';
import {
  chooseTheme,
  createTheme,
  heatTones,
  type ThemeName,
  type Tone,
  themeNames,
} from '../../../src/tui/theme/theme.ts';

const tones: readonly Tone[] = [
  'plain',
  'strong',
  'muted',
  'good',
  'warn',
  'bad',
  'accent',
  'chart',
  'second',
  'frame',
  'title',
  ...heatTones,
];
const names: readonly ThemeName[] = themeNames;
const paints = [
  {},
  { bold: true },
  { bold: false },
  { selected: true },
  { bold: true, selected: true },
  { inverse: true },
];
const every = names.flatMap((name) => tones.flatMap((tone) => paints.map((paint) => ({ name, tone, paint }))));

const closers: Readonly<Record<string, string>> = { '1': '22', '7': '27' };

/** Returns the codes that are still on after a painted text; none where it closes all that it opens. */
function leftOpen(painted: string): readonly string[] {
  const open = new Set<string>();
  for (const [, code = ''] of painted.matchAll(/\u001b\[([\d;]*)m/g)) {
    const closed = [...open].filter((one) => closers[one] === code || one === code);
    if (closed.length > 0) for (const one of closed) open.delete(one);
    else if (code.startsWith('38;') || /^(3[0-7]|9[0-7])$/.test(code)) open.add('39');
    else if (code.startsWith('48;')) open.add('49');
    else open.add(code);
  }
  return [...open];
}

const stripped = (painted: string): string => painted.replaceAll(/\u001b\[[\d;]*m/g, '');

test('The colours of a heatmap go from that of frames over that of charts to the second one, and differ', () => {
  for (const name of ['dark', 'light', 'neutral'] as const) {
    const { color } = createTheme(name);
    const ramp = heatTones.map(color);
    expect([ramp[2], ramp[5]]).toEqual([color('chart'), color('second')]);
    expect(new Set([color('frame'), ...ramp]).size).toBe(7);
  }
});

describe('Painted text', () => {
  test('keeps its characters and closes all that it opens, in every theme', () => {
    for (const { name, tone, paint } of every) {
      const painted = createTheme(name).paint('acme 東京', tone, paint);
      expect({ name, tone, paint, left: leftOpen(painted) }).toEqual({ name, tone, paint, left: [] });
      expect(stripped(painted)).toBe('acme 東京');
    }
  });

  test('is nothing where there is no text', () => {
    for (const { name, tone, paint } of every) expect(createTheme(name).paint('', tone, paint)).toBe('');
  });

  test('has no colour without colours, and tells the selection by inverse video, as what is cut out', () => {
    for (const { tone, paint } of every) {
      const painted = createTheme('none').paint('x', tone, paint);
      expect(painted).not.toMatch(/\u001b\[(?:3\d|4\d|9\d|10\d)[;m]/);
      expect(painted.includes('\u001b[7m')).toBe('selected' in paint || 'inverse' in paint);
    }
    for (const tone of tones) expect(createTheme('none').color(tone)).toBeUndefined();
  });

  test('leaves plain text in the terminal’s own colour', () => {
    for (const name of names) {
      expect(createTheme(name).paint('x', 'plain')).toBe('x');
      expect(createTheme(name).color('plain')).toBeUndefined();
    }
  });

  test('tells good, warning and bad apart wherever there are colours', () => {
    for (const name of ['dark', 'light', 'neutral', 'ansi'] as const) {
      const painted = (['good', 'warn', 'bad', 'plain'] as const).map((tone) => createTheme(name).paint('x', tone));
      expect(new Set(painted).size).toBe(4);
    }
  });

  test('uses only the 16 colours where the terminal has no more', () => {
    for (const tone of tones) expect(createTheme('ansi').paint('x', tone, { selected: true })).not.toMatch(/[34]8;/);
  });
});

/** The contrast of two colours as the WCAG counts it. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The colours of text and background that a painted text sets, as hex; undefined where it leaves the terminal's own. */
function setColors(painted: string) {
  const hex = (layer: 3 | 4): string | undefined => {
    const [, red, green, blue] = painted.match(new RegExp(`\\[${layer}8;2;(\\d+);(\\d+);(\\d+)m`)) ?? [];
    const digits = [red, green, blue].map((part) => Number(part).toString(16).padStart(2, '0'));
    return red === undefined ? undefined : `#${digits.join('')}`;
  };
  return { text: hex(3), background: hex(4) };
}

const meanings = ['good', 'warn', 'bad', 'accent', 'chart', 'second'] as const;

describe('The selected row', () => {
  const ownText = { dark: ['#c0caf5', '#ffffff'], light: ['#000000', '#33406b'], neutral: [] } as const;

  test.each(['dark', 'light', 'neutral'] as const)(
    'can be read in every tone of %s, and all meanings differ',
    (name) => {
      const theme = createTheme(name);
      const painted = tones
        .filter((tone) => !tone.startsWith('heat'))
        .map((tone) => ({ tone, ...setColors(theme.paint('x', tone, { selected: true })) }));
      for (const { tone, text, background = '' } of painted) {
        for (const color of text === undefined ? ownText[name] : [text]) {
          expect({ tone, contrast: contrast(color, background) }).toEqual({
            tone,
            contrast: expect.toSatisfy((value: number) => value >= 4.2, 'at least 4.2'),
          });
        }
        expect({ tone, isReadable: text !== undefined || ownText[name].length > 0 }).toEqual({
          tone,
          isReadable: true,
        });
      }
      const colors = painted.filter(({ tone }) => meanings.some((one) => one === tone)).map(({ text }) => text);
      expect(new Set(colors).size).toBe(meanings.length);
    },
  );

  test('is told by inverse video where there are 16 colours, which keep their meaning on it', () => {
    const theme = createTheme('ansi');
    const painted = [...meanings, 'plain' as const].map((tone) => theme.paint('x', tone, { selected: true }));
    expect(new Set(painted).size).toBe(painted.length);
    for (const text of painted) expect(text).toContain('\u001b[7m');
  });

  test('shows what is muted elsewhere as plain, in every theme', () => {
    for (const name of names) {
      const { paint } = createTheme(name);
      expect(paint('x', 'muted', { selected: true })).toBe(paint('x', 'plain', { selected: true }));
    }
  });
});

describe('The palette', () => {
  test.each([
    ['dark', '#1a1b26'],
    ['light', '#ffffff'],
  ] as const)('%s can be read on its background', (name, background) => {
    for (const tone of ['good', 'warn', 'bad', 'accent', 'chart', 'second', 'title'] as const) {
      expect({ tone, contrast: contrast(createTheme(name).color(tone) ?? '', background) }).toEqual({
        tone,
        contrast: expect.toSatisfy((value: number) => value >= 4.5, 'at least 4.5'),
      });
    }
    expect(contrast(createTheme(name).color('muted') ?? '', background)).toBeGreaterThan(3);
  });

  test.each(['#121212', '#fafafa'])('neutral can be read on %s, too', (background) => {
    for (const tone of ['good', 'warn', 'bad', 'accent', 'chart', 'second', 'muted'] as const) {
      expect(contrast(createTheme('neutral').color(tone) ?? '', background)).toBeGreaterThan(2.9);
    }
  });

  test.each([
    [{ depth: 'none', backgroundLuminance: 1 }, 'none'],
    [{ depth: '16', backgroundLuminance: 1 }, 'ansi'],
    [{ depth: '24-bit', backgroundLuminance: null }, 'neutral'],
    [{ depth: '24-bit', backgroundLuminance: 0.1 }, 'dark'],
    [{ depth: '24-bit', backgroundLuminance: 0.9 }, 'light'],
  ] as const)('for %j is %s', (terminal, name) => {
    expect(chooseTheme(terminal)).toBe(name);
  });
});
