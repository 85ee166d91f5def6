import { createRequire } from 'node:module';

type StringWidth = typeof import('string-width').default;

const require = createRequire(import.meta.url);

// Of one cell: Latin, Greek and Cyrillic letters, and the signs that the screens are drawn with (dashes, arrows, frames, blocks,
// braille). Of two: kana without their marks, Chinese characters, Hangul syllables. Measuring anything else takes a hundred times as long.
const ONE_CELL = '\\x20-\\x7e\\xa1-\\xac\\xae-\\u02ff\\u0391-\\u0482–’“”…‹›←-↕−≈≙⏎⏸␀-␡─-▟▪▲▼◆○◌●❯✓✗⠀-⣿';
const TWO_CELLS = '\\u3041-\\u3096\\u309b-\\u30ff\\u4e00-\\u9fff\\uac00-\\ud7a3';
const ONE_CELL_EACH = new RegExp(`^[${ONE_CELL}]*$`);
const ONE_OR_TWO = new RegExp(`^[${ONE_CELL}${TWO_CELLS}]*$`);
const EACH_OF_TWO = new RegExp(`[${TWO_CELLS}]`, 'g');
const STYLES = /\u001b\[[\d;]*m/g;

/** Tells whether every UTF-16 unit of a text takes one cell. */
export function isOneCellEach(text: string): boolean {
  return ONE_CELL_EACH.test(text);
}

/** A text without its colours and weights. */
export function withoutStyles(text: string): string {
  return text.replace(STYLES, '');
}

/**
 * Returns the width of a text in cells, as the package of this name does. That one takes 50 ms to load, as long as
 * the rest of a command, and only text of other scripts needs it; the build gives this one to Ink, too.
 */
const stringWidth: StringWidth = (text, options) => {
  if (options === undefined) {
    if (isOneCellEach(text)) return text.length;
    const plain = withoutStyles(text);
    if (ONE_OR_TWO.test(plain)) return plain.length + (plain.match(EACH_OF_TWO)?.length ?? 0);
  }
  // Loaded the first time, and kept by Node.
  const { default: stringWidthOfPackage } = require('string-width') as { readonly default: StringWidth };
  return stringWidthOfPackage(text, options);
};

export default stringWidth;
