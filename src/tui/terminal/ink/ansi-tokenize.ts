import { type Token, tokenize as tokenizeAny } from '@alcalzone/ansi-tokenize';
import { isOneCellEach } from '../../../text/string-width.ts';
import { endOfStyle } from './look.ts';

export { styledCharsFromTokens, styledCharsToString } from '@alcalzone/ansi-tokenize';

/**
 * The signs and styles of a text, as the package of this name tells. Ink asks for those of every line that it composes, and
 * the package looks in each for signs of several code points, which takes most of the time of a frame; most lines have none.
 */
export const tokenize: typeof tokenizeAny = (text, endChar) => {
  const tokens = endChar === undefined ? simpleTokens(text) : undefined;
  return tokens ?? tokenizeAny(text, endChar);
};

function simpleTokens(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (const [piece, parameters] of text.matchAll(/\x1b\[([\d;]*)m|[^\x1b]+|\x1b/g)) {
    if (parameters === undefined) {
      if (!isOneCellEach(piece.replaceAll('\n', ''))) return undefined;
      for (const value of piece) tokens.push({ type: 'char', value, fullWidth: false });
      continue;
    }
    const end = endOfStyle(parameters);
    if (end === undefined) return undefined;
    tokens.push({ type: 'ansi', code: piece, endCode: `\u001b[${end}m` });
  }
  return tokens;
}
