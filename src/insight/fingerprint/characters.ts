// Characters as they stand in a class, `[…]`. `\p{L}` would mean other characters with every version of Unicode, and ids would
// move with the version of Node.

/** Letters of all scripts, digits and `_`: everything from À on but punctuation and symbols. */
export const LETTERS = String.raw`\w\u00c0-\u1fff\u2c00-\u2dff\u3040-\ufeff`;

/** Letters of scripts that put blanks between words, from Latin to Sinhala. */
export const LETTERS_WITH_BLANKS = String.raw`\w\u00c0-\u0dff\u1e00-\u1fff`;

/** Ends a message that was cut. */
export const CUT_MARK = '…';
