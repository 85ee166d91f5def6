import { PresentsError } from '../model/presents-error.ts';
import { formatCount } from '../text/numbers.ts';
import { allOf, depthOf, negated, oneOfAll, testCountOf } from './combine.ts';
import { FaultAt, type FilterFault } from './fault.ts';
import type { Query } from './query.ts';
import { type Token, tokensOf } from './source.ts';
import { termOf } from './term.ts';
import { shown } from './values.ts';

const LONGEST = 100_000;
const MOST_TESTS = 1_000;
const DEEPEST_TYPED = 1_000;
const DEEPEST = 100;

/** Stretch of a filter. */
export interface FilterSpan {
  readonly at: number;
  readonly length: number;
}

/** A filter that was understood: its query, and the stretches that must all fit, which are shown as chips. */
export interface ParsedFilter {
  readonly query: Query;
  readonly parts: readonly FilterSpan[];
}

/** Parses a filter; an empty one fits every call. Never throws. */
export function parseFilter(text: string): ParsedFilter | { readonly fault: FilterFault } {
  try {
    return new Parser(text).filter();
  } catch (error) {
    if (error instanceof FaultAt) return { fault: error.fault };
    throw error;
  }
}

/** The query of a filter. Throws a PresentsError of exit code 2 that says what is wrong and shows where. */
export function requireQuery(text: string): Query {
  const parsed = parseFilter(text);
  if (!('fault' in parsed)) return parsed.query;
  const { message, at } = parsed.fault;
  throw new PresentsError(message, {
    code: 'invalid',
    nextStep: `It is at character ${at + 1} of the filter.`,
    field: 'filter',
    exitCode: 2,
  });
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #place = 0;
  #depth = 0;

  constructor(text: string) {
    if (text.length > LONGEST)
      throw tooMuch(
        `A filter can have at most ${formatCount(LONGEST)} characters; this one has ${formatCount(text.length)}.`,
        0,
      );
    this.#tokens = tokensOf(text);
    this.#length = text.length;
  }

  filter(): ParsedFilter {
    if (this.#next.kind === 'end') return { query: allOf([]), parts: [] };
    const parts: FilterSpan[] = [];
    const query = this.#or(parts);
    const { kind, at } = this.#next;
    if (kind === ')') throw new FaultAt(`The ) at ${at + 1} was never opened.`, at, 1);
    this.#refuseTooMuch(query);
    return { query, parts };
  }

  #refuseTooMuch(query: Query): void {
    const count = testCountOf(query);
    if (count > MOST_TESTS)
      throw tooMuch(
        `A filter can hold at most ${formatCount(MOST_TESTS)} conditions; this one has ${formatCount(count)}.`,
        this.#length,
      );
    const depth = depthOf(query);
    if (depth > DEEPEST)
      throw tooMuch(`A filter can be nested at most ${DEEPEST} deep; this one is ${depth} deep.`, this.#length);
  }

  get #next(): Token {
    return this.#tokens[this.#place] ?? { kind: 'end', at: this.#length, length: 0 };
  }

  #take(): Token {
    const token = this.#next;
    this.#place += 1;
    return token;
  }

  #or(spans?: FilterSpan[]): Query {
    const start = this.#next.at;
    const parts = [this.#and(spans)];
    while (isWord(this.#next, 'OR')) {
      this.#operand('OR');
      parts.push(this.#and());
    }
    // One of several alternatives is one chip.
    if (parts.length > 1) spans?.splice(0, spans.length, { at: start, length: this.#endOfLast() - start });
    return oneOfAll(parts);
  }

  #and(spans?: FilterSpan[]): Query {
    const parts = [this.#unary(spans)];
    for (;;) {
      const { kind } = this.#next;
      if (kind === 'end' || kind === ')' || isWord(this.#next, 'OR')) return allOf(parts);
      if (isWord(this.#next, 'AND')) this.#operand('AND');
      parts.push(this.#unary(spans));
    }
  }

  /** Takes an operator, which must be followed by something. */
  #operand(operator: string): void {
    const { at, length } = this.#take();
    const { kind } = this.#next;
    if (kind === 'end' || kind === ')' || isWord(this.#next, 'OR') || isWord(this.#next, 'AND')) {
      throw new FaultAt(`${operator} needs something after it.`, at, length);
    }
  }

  #unary(spans?: FilterSpan[]): Query {
    const { at } = this.#next;
    let isNegated = false;
    while (this.#next.kind === '-' || isWord(this.#next, 'NOT')) {
      this.#operand(this.#next.kind === '-' ? '-' : 'NOT');
      isNegated = !isNegated;
    }
    const part = this.#atom();
    spans?.push({ at, length: this.#endOfLast() - at });
    return isNegated ? negated(part) : part;
  }

  #atom(): Query {
    const token = this.#take();
    if (token.kind === '(') return this.#group(token);
    if (token.kind === 'word') {
      this.#refuseParenthesisIn(token);
      if (!isWord(token, 'OR') && !isWord(token, 'AND')) return termOf(token);
      const [{ text } = { text: '' }] = token.pieces;
      throw new FaultAt(`${text} needs something before it.`, token.at, token.length);
    }
    throw new FaultAt(`The ) at ${token.at + 1} was never opened.`, token.at, 1);
  }

  // Not two parts of the filter, as `a(b)` is: the value would end before the parenthesis.
  #refuseParenthesisIn({ pieces, at, length }: Extract<Token, { readonly kind: 'word' }>): void {
    const { kind, at: place } = this.#next;
    const [first] = pieces;
    if (kind !== '(' || place !== at + length || first?.isQuoted !== false || !first.text.includes(':')) return;
    const name = shown(first.text.slice(0, first.text.indexOf(':')));
    throw new FaultAt(
      `A ( in a value needs quotes, and several values take commas: ${name}:"a (b)" or ${name}:a,b.`,
      place,
      1,
    );
  }

  #group(opened: Token): Query {
    const { at } = opened;
    this.#depth += 1;
    if (this.#depth > DEEPEST_TYPED)
      throw tooMuch(`Parentheses can be nested at most ${formatCount(DEEPEST_TYPED)} deep.`, at);
    if (this.#next.kind === ')') throw new FaultAt(`The ( at ${at + 1} holds nothing.`, at, this.#next.at + 1 - at);
    if (this.#next.kind === 'end') throw new FaultAt(`The ( at ${at + 1} is never closed.`, at, 1);
    const query = this.#or();
    if (this.#take().kind !== ')') throw new FaultAt(`The ( at ${at + 1} is never closed.`, at, 1);
    this.#depth -= 1;
    return query;
  }

  #endOfLast(): number {
    const { at, length } = this.#tokens[this.#place - 1] ?? { at: 0, length: 0 };
    return at + length;
  }
}

function isWord(token: Token, word: string): boolean {
  if (token.kind !== 'word') return false;
  const [piece, another] = token.pieces;
  return piece?.isQuoted === false && another === undefined && piece.text === word;
}

function tooMuch(message: string, at: number): FaultAt {
  return new FaultAt(message, at, 1);
}
