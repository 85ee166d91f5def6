import { NAME_BEGINNINGS, NAME_HINT } from '../../text/secret-names.ts';
import { LOOK_BEGINNINGS, LOOK_HINT } from './token-looks.ts';

// What gives a secret away that has no name: its look, where it stands, or who quotes it.
const LOOKS = String.raw`${LOOK_HINT}|:(?:\\?\/){2}|(?<=no)t valid JSON|[Bb](?:earer|asic) |BASIC |BEARER |(?<=cu)rl `;
// Letters of a name may be written as escapes, in JSON and in URLs.
const ESCAPED = /\\u00[4-7]|%[4-7]/g;
const OTHER_BEGINNINGS = ['://', ':\\/', 't v', 'bea', 'bas', 'rl '];
const BITS = 5;
const LETTERS = 1 << BITS;
const CHARACTER = LETTERS - 1;
const BEGINNING = (1 << (3 * BITS)) - 1;
const NONE: readonly number[] = [];

/** Finds where a text may have something to do with a secret: so quickly that it is asked of all that is logged. */
export class Hints {
  readonly #begins = beginnings();
  readonly #hint = new RegExp(`${NAME_HINT}|${LOOKS}`, 'y');
  readonly #names: RegExp | undefined;

  /** Finds also these names, in any spelling. */
  constructor(names: readonly string[]) {
    const spellings = names.map((name) => Array.from(name, escaped).join('[-_]*'));
    this.#names = names.length === 0 ? undefined : new RegExp(spellings.join('|'), 'giu');
  }

  /** The places of the hints in a text, in their order. It finds too many, but misses none. */
  in(text: string): readonly number[] {
    const words = this.#words(text);
    const escapes = text.includes('\\u00') || text.includes('%') ? placesOf(ESCAPED, text) : NONE;
    const named = this.#names === undefined ? NONE : placesOf(this.#names, text);
    if (escapes.length === 0 && named.length === 0) return words;
    return [...words, ...escapes, ...named].toSorted((one, other) => one - other);
  }

  /** Looks at each three characters only whether anything begins so; few have to be looked at more closely. */
  #words(text: string): readonly number[] {
    const begins = this.#begins;
    let found: number[] | undefined;
    let last = 0;
    for (let at = 0; at < text.length; at += 1) {
      last = ((last << BITS) | (text.charCodeAt(at) & CHARACTER)) & BEGINNING;
      if (begins[last] === 0 || at < 2) continue;
      this.#hint.lastIndex = at - 2;
      if (this.#hint.test(text)) {
        found ??= [];
        found.push(at - 2);
      }
    }
    return found ?? NONE;
  }
}

/** For three characters, of which the lowest five bits tell capitals from no others, whether a hint may begin with them. */
function beginnings(): Uint8Array {
  const table = new Uint8Array(BEGINNING + 1);
  for (const beginning of [...NAME_BEGINNINGS, ...LOOK_BEGINNINGS, ...OTHER_BEGINNINGS]) {
    const [first = 0, second = 0, third = 0] = Array.from(
      beginning,
      (character) => character.charCodeAt(0) & CHARACTER,
    );
    const start = ((first << BITS) | second) << BITS;
    if (beginning.length < 3) table.fill(1, start, start + LETTERS);
    else table[start | third] = 1;
  }
  return table;
}

function placesOf(pattern: RegExp, text: string): readonly number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}
