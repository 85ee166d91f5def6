import { foldAll } from '../../../filter/text-match.ts';

// Capitals that are not the capital of the letter that they become. A test looks through all of Unicode for them.
const RANGES = [
  [0x1f88, 0x1f8f],
  [0x1f98, 0x1f9f],
  [0x1fa8, 0x1faf],
] as const;
const ODD_CAPITALS =
  '\u01c5\u01c8\u01cb\u01f2\u03c2\u03f4\u1e9e\u1fbc\u1fcc\u1ffc\u2126\u212a\u212b' +
  RANGES.map(([first, last]) =>
    String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, place) => first + place)),
  ).join('');

/** Letters that JavaScript's lower case makes others of: each of `from` becomes the one at its place in `to`. */
export interface CaseVariants {
  readonly from: string;
  readonly to: string;
  /** True if the dotted capital I, which becomes two characters, makes one of the letters. */
  readonly hasDottedI: boolean;
}

/** Finds all letters whose lower case is among some, but for A to Z. */
export function variantsOf(letters: string): CaseVariants {
  const wanted = new Set(letters);
  const capitals = [...wanted].map((letter) => letter.toUpperCase());
  const variants = new Set([...capitals, ...ODD_CAPITALS].filter((letter) => isVariant(letter, wanted)));
  return {
    from: [...variants].join(''),
    to: [...variants].map(foldAll).join(''),
    hasDottedI: wanted.has('i') || wanted.has('\u0307'),
  };
}

function isVariant(letter: string, wanted: ReadonlySet<string>): boolean {
  const folded = foldAll(letter);
  const isOneLetter = letter.length === String.fromCodePoint(letter.codePointAt(0) ?? 0).length;
  return isOneLetter && folded !== letter && wanted.has(folded) && !/[A-Z]/.test(letter);
}
