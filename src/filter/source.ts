import { FaultAt } from './fault.ts';

/** A stretch of a word: text as it was typed, or what stood in quotes. */
export interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: number;
  readonly length: number;
}

/** A word of a filter, a parenthesis, or its end. A word runs to the next blank or parenthesis outside quotes. */
export type Token =
  | { readonly kind: 'word'; readonly pieces: readonly Piece[]; readonly at: number; readonly length: number }
  | { readonly kind: '(' | ')' | '-' | 'end'; readonly at: number; readonly length: number };

const BLANK = /\s/u;

/** Splits a filter into its words and parentheses. Throws a FaultAt if a quote is never closed. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (BLANK.test(char)) at += 1;
    else if (char === '(' || char === ')') tokens.push({ kind: char, at, length: 1 });
    else if (char === '-') tokens.push({ kind: '-', at, length: 1 });
    else tokens.push(wordAt(text, at));
    at = Math.max(at, endOf(tokens.at(-1)));
  }
  return [...tokens, { kind: 'end', at: text.length, length: 0 }];
}

function endOf(token: Token | undefined): number {
  return token === undefined ? 0 : token.at + token.length;
}

function wordAt(text: string, start: number): Token {
  const pieces: Piece[] = [];
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (BLANK.test(char) || char === '(' || char === ')') break;
    const piece = char === '"' ? quotedAt(text, at) : plainAt(text, at);
    pieces.push(piece);
    at += piece.length;
  }
  return { kind: 'word', pieces, at: start, length: at - start };
}

function plainAt(text: string, start: number): Piece {
  let end = start;
  while (end < text.length && !/[\s()"]/u.test(text[end] ?? '')) end += 1;
  return { text: text.slice(start, end), isQuoted: false, at: start, length: end - start };
}

// A backslash stands for itself, except before a quote and another backslash.
function quotedAt(text: string, start: number): Piece {
  const kept: string[] = [];
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') return { text: kept.join(''), isQuoted: true, at: start, length: at + 1 - start };
    if (char === '\\' && /["\\]/u.test(text[at + 1] ?? '')) at += 1;
    kept.push(text[at] ?? '');
  }
  throw new FaultAt(`The quote at ${start + 1} is never closed.`, start, text.length - start);
}

/** Text in quotes, with a backslash before its quotes and backslashes. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/gu, '\\$&')}"`;
}
