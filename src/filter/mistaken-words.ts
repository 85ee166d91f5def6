import { fieldNamed } from './fields.ts';
import { shown } from './values.ts';

/** A sentence of what was meant, and what to write for it. */
export interface Mistake {
  readonly message: string;
  readonly suggestion?: string;
}

const COMPARED = /^([a-z]{2,})(!=|==|>=|<=|[=<>])(.*)$/isu;
const RANGE = /^\d[\d:.]*\.\.\d[\d:.]*$/u;
const OPERATORS = { '&&': 'AND', '||': 'OR', '!': 'NOT' } as const;

/**
 * The fault of a bare word that other languages would read as a condition, and that would be looked for as text: `ms>800`, `&&`,
 * `200..500`; undefined for all others.
 */
export function mistakenFault(word: string): Mistake | undefined {
  if (word === '&&' || word === '||' || word === '!') {
    const operator = OPERATORS[word];
    return {
      message: `Write ${operator} for “${word}”. To look for the text itself, put it in quotes.`,
      suggestion: operator,
    };
  }
  const [, name = '', operator = '', value = ''] = COMPARED.exec(word) ?? [];
  const field = fieldNamed(name);
  if (field !== undefined) {
    const suggestion = `${operator === '!=' ? '-' : ''}${field}:${/[<>]/u.test(operator) ? operator : ''}${value}`;
    return {
      message: `A field is followed by a colon: ${shown(suggestion)}. To look for the text itself, put it in quotes.`,
      suggestion,
    };
  }
  if (!RANGE.test(word)) return undefined;
  return {
    message:
      'A range needs a field, e.g. ms:200..500 or time:2026-11-24T17..18. To look for the text itself, put it in quotes.',
  };
}

/** True for a word that must stand in quotes to be text. */
export function isMistakable(word: string): boolean {
  return mistakenFault(word) !== undefined;
}
