import type xterm from '@xterm/headless';
import stringWidth from 'string-width';

/** Gives every character the width terminals of today give it; xterm's own table is of Unicode 6, where emoji are narrow. */
export const giveModernWidths = ({ unicode }: InstanceType<typeof xterm.Terminal>): void => {
  // A screen is made of few characters, each written again and again.
  const widths = new Map<number, 0 | 1 | 2>();
  const wcwidth = (codePoint: number): 0 | 1 | 2 => {
    if (codePoint < 0x7f) return codePoint < 0x20 ? 0 : 1;
    // Alone these are what a pair or a syllable of them is not.
    if (isRegionalIndicator(codePoint)) return 1;
    if (isVowelOrFinal(codePoint)) return 0;
    const known = widths.get(codePoint);
    if (known !== undefined) return known;
    const width = stringWidth(String.fromCodePoint(codePoint));
    const cells = width === 0 || width === 2 ? width : 1;
    widths.set(codePoint, cells);
    return cells;
  };
  const charProperties = (codePoint: number, preceding: number): number => {
    const width = wcwidth(codePoint);
    const precedingWidth = (preceding >> 1) & 3;
    const joins = width === 0 && precedingWidth > 0;
    return ((joins ? precedingWidth : width) << 1) | (joins ? 1 : 0);
  };
  unicode.register({ version: 'modern', wcwidth, charProperties });
  unicode.activeVersion = 'modern';
};

const isRegionalIndicator = (codePoint: number) => codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;

/** The jamo that stand within the cells of the consonant before them. */
const isVowelOrFinal = (codePoint: number) =>
  (codePoint >= 0x1160 && codePoint <= 0x11ff) || (codePoint >= 0xd7b0 && codePoint <= 0xd7fb);
