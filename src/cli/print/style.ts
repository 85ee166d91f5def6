import type { Tone } from '../../columns/column.ts';

/** Puts the colour of a tone around a text that is printable already. */
export type Paint = (text: string, tone: Tone) => string;

// The 16 colours of the terminal's own palette, which its owner made readable.
const codes: Readonly<Record<Exclude<Tone, 'plain'>, readonly [on: number, off: number]>> = {
  strong: [1, 22],
  muted: [90, 39],
  good: [32, 39],
  warn: [33, 39],
  bad: [31, 39],
  accent: [36, 39],
  chart: [34, 39],
  second: [35, 39],
};

/** True when a stream takes colours: it is a terminal with colours, and nobody turned them off. */
export function takesColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.CLICOLOR !== '0' && env.TERM !== 'dumb';
}

/** False for a terminal that can only write one line after the other, or that nobody named. */
export function movesCursor({ TERM = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return TERM !== '' && TERM !== 'dumb';
}

/** Makes what paints, or if there is no colour what leaves every text as it is. */
export function createPaint(color: boolean): Paint {
  return (text, tone) => {
    if (!color || tone === 'plain' || text === '') return text;
    const [on, off] = codes[tone];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
