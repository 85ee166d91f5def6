import { NAME_BEGINNINGS, NAME_HINT } from '../../text/secret-names.ts';
import type { Name } from './blank-path.ts';
import { LOOK_BEGINNINGS, LOOK_HINT } from './token-looks.ts';

// What gives a secret away that has no name: its look, where it stands, or who quotes it.
const LOOKS = String.raw`${LOOK_HINT}|:(?:\\?\/){2}|(?<=no)t valid JSON|[Bb](?:earer|asic) |BASIC |BEARER |(?<=cu)rl `;
// Letters of a name, and `-`, may be written as escapes, in JSON and in URLs.
const ESCAPED_LETTER = /\\u00(?:[4-7]|2[dD])|%(?:[4-7]|2[dD])/g;
const ESCAPED = /\\u|%/g;
const OTHER_BEGINNINGS = ['://', ':\\/', 't v', 'bea', 'bas', 'rl '];
const LONGEST_BEGINNING = 3;
const [USUAL, OWN] = [1, 2];
const BITS = 5;
const LETTERS = 1 << BITS;
const CHARACTER = LETTERS - 1;
const BEGINNING = (1 << (3 * BITS)) - 1;
const NONE: readonly number[] = [];

/** Finds where a text may have something to do with a secret: so quickly that it is asked of all that is logged. */
export class Hints {
  readonly #begins: Uint8Array;
  readonly #hint = new RegExp(`${NAME_HINT}|${LOOKS}`, 'y');
  readonly #names: RegExp | undefined;
  readonly #escapes: RegExp;

  /** Finds also these names, in any spelling. */
  constructor(known: readonly Name[]) {
    // Not all letters are what they were once they are small and large again.
    const names = [...new Set(known.flatMap(({ name, letters }) => (/^[\0-~]*$/.test(name) ? name : [name, letters])))];
    const spellings = names.map((name) => Array.from(name, escaped).join('[-_]*'));
    this.#begins = beginnings(names);
    this.#names = names.length === 0 ? undefined : new RegExp(spellings.join('|'), 'yiu');
    this.#escapes = names.every((name) => /^[a-z]+$/.test(name)) ? ESCAPED_LETTER : ESCAPED;
  }

  /** The places of the hints in a text, in their order. It finds too many, but misses none. */
  in(text: string): readonly number[] {
    const words = this.#words(text);
    const escapes = text.includes('\\u') || text.includes('%') ? placesOf(this.#escapes, text) : NONE;
    return escapes.length === 0 ? words : [...words, ...escapes].toSorted((one, other) => one - other);
  }

  /** Looks at each three characters only whether anything begins so; few have to be looked at more closely. */
  #words(text: string): readonly number[] {
    const begins = this.#begins;
    let found: number[] | undefined;
    let last = 0;
    for (let at = 0; at < text.length; at += 1) {
      last = ((last << BITS) | (text.charCodeAt(at) & CHARACTER)) & BEGINNING;
      const kinds = begins[last] ?? 0;
      if (kinds === 0 || at < 2) continue;
      if (!this.#isAt(kinds, text, at - 2)) continue;
      found ??= [];
      found.push(at - 2);
    }
    return found ?? NONE;
  }

  #isAt(kinds: number, text: string, at: number): boolean {
    this.#hint.lastIndex = at;
    if ((kinds & USUAL) !== 0 && this.#hint.test(text)) return true;
    if (this.#names === undefined || (kinds & OWN) === 0) return false;
    this.#names.lastIndex = at;
    return this.#names.test(text);
  }
}

/** For three characters, of which the lowest five bits tell capitals from no others, which kinds of hints may begin with them. */
function beginnings(names: readonly string[]): Uint8Array {
  const table = new Uint8Array(BEGINNING + 1);
  const add = (kind: number, beginning: readonly string[]) => {
    const missing = LONGEST_BEGINNING - beginning.length;
    const code = beginning.reduce((known, character) => (known << BITS) | (character.charCodeAt(0) & CHARACTER), 0);
    const start = code << (BITS * missing);
    for (let at = start; at < start + LETTERS ** missing; at += 1) table[at] = (table[at] ?? 0) | kind;
  };
  for (const beginning of [...NAME_BEGINNINGS, ...LOOK_BEGINNINGS, ...OTHER_BEGINNINGS])
    add(USUAL, beginning.split(''));
  for (const name of names) for (const beginning of beginningsOf(name)) add(OWN, beginning);
  return table;
}

/** The first characters of all spellings of a name; of a short one, those that it has. */
function beginningsOf(name: string): readonly (readonly string[])[] {
  const [first = '', ...others] = name.split('');
  const behind = followings(others, LONGEST_BEGINNING - 1);
  return casesOf(first).flatMap((letter) => behind.map((following) => [letter, ...following]));
}

function followings(letters: readonly string[], length: number): readonly (readonly string[])[] {
  const [first, ...others] = letters;
  if (first === undefined || length === 0) return [[]];
  const behindLetter = followings(others, length - 1);
  const behindMark = followings(letters, length - 1);
  return [
    ...casesOf(first).flatMap((letter) => behindLetter.map((following) => [letter, ...following])),
    ...['-', '_'].flatMap((mark) => behindMark.map((following) => [mark, ...following])),
  ];
}

function casesOf(letter: string): readonly string[] {
  return [letter, letter.toUpperCase().charAt(0), letter.toLowerCase().charAt(0)];
}

function placesOf(pattern: RegExp, text: string): readonly number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}
