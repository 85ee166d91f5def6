import type { Contains } from './bound-query.ts';
import type { TextTest } from './query.ts';

const NOT_ASCII = /[^\0-\x7f]/u;

/** A test of text. */
export type TextMatch = (text: string) => boolean;

/** Compiles a test that compares letter by letter. */
export function exactMatch(test: TextTest): TextMatch {
  switch (test.is) {
    case 'present':
      return () => true;
    case 'text':
      return (text) => text === test.text;
    case 'glob':
      return globMatch(test.parts);
  }
}

/**
 * Compiles a test that ignores case: of ASCII text as SQLite's LIKE does, in which only A to Z have two cases; where the test has
 * other letters, by the lower case of JavaScript.
 */
export function caselessMatch(test: TextTest | Contains): TextMatch {
  const fold = isAsciiTest(test) ? foldAscii : foldAll;
  const folded = exactOrContains(test, fold);
  return (text) => folded(fold(text));
}

/** Text in lower case, where only A to Z change. */
export function foldAscii(text: string): string {
  return !NOT_ASCII.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

/** True if a test is to be compared by `foldAscii`, else by the lower case of all languages. */
export function isAsciiTest(test: TextTest | Contains): boolean {
  return !NOT_ASCII.test(literalOf(test));
}

// The Greek sigma has another lower case at the end of a word, which part of a text may have that is no end of the whole.
export function foldAll(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function exactOrContains(test: TextTest | Contains, fold: (text: string) => string): TextMatch {
  if (test.is === 'contains') {
    const wanted = fold(test.text);
    return (text) => text.includes(wanted);
  }
  if (test.is === 'text') return exactMatch({ is: 'text', text: fold(test.text) });
  return test.is === 'glob' ? globMatch(test.parts.map(fold)) : () => true;
}

/** The letters of a test, without its wildcards. */
export function literalOf(test: TextTest | Contains): string {
  if (test.is === 'present') return '';
  return test.is === 'glob' ? test.parts.join('') : test.text;
}

// The first part begins the text and the last one ends it; each of the others is taken as early as possible.
function globMatch(parts: readonly string[]): TextMatch {
  const [first = '', ...others] = parts;
  const last = others.pop() ?? '';
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
