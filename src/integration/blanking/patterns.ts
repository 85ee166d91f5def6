import { isJsonNumber } from './json-syntax.ts';
import { partialPattern } from './partial-pattern.ts';
import { BLANKED } from './secret-values.ts';

// What begins further from a cut end is not looked for there, since to try each beginning may take time with the square of it.
const LONGEST_END = 1_024;
const PLACEHOLDER = /\[blanked\]/g;

/** The patterns of the options: what matches one is blanked in any text. */
export class Patterns {
  readonly #patterns: readonly RegExp[];
  readonly #partial: readonly RegExp[];

  constructor(patterns: readonly RegExp[]) {
    this.#patterns = patterns.map(({ source, flags }) => new RegExp(source, `${flags.replace(/[dgy]/g, '')}g`));
    this.#partial = patterns.map(partialPattern);
  }

  /** A text without what matches; those who ask are told of it. */
  blankIn(text: string, found: (value: string) => void): string {
    const ranges = this.#patterns.flatMap((pattern) => rangesOf(pattern, text));
    if (ranges.length === 0) return text;
    for (const { start, end } of ranges) found(text.slice(start, end));
    return withoutRanges(text, ranges);
  }

  /** Tells whether a number, as it is written, has something to be blanked in it, or may have once it goes on. */
  isInNumber(written: string, isCut: boolean): boolean {
    if (!isJsonNumber(written)) return false;
    if (isCut && this.blankEnd(written) !== written) return true;
    const ways = [written, String(Number(written))];
    return this.#patterns.some((pattern) => ways.some((text) => rangesOf(pattern, text).length > 0));
  }

  /** A text that was cut off, without what at its end may begin a match. */
  blankEnd(text: string): string {
    const starts = this.#partial.map((pattern) => {
      pattern.lastIndex = Math.max(0, text.length - LONGEST_END);
      return pattern.exec(text)?.index ?? text.length;
    });
    const start = Math.min(text.length, ...starts);
    return start === text.length ? text : withoutRanges(text, [{ start, end: text.length }]);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangesOf(pattern: RegExp, text: string): readonly Range[] {
  // Most texts have no match, and to look for the first one alone costs least.
  if (text.search(pattern) < 0) return [];
  const all = Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
  return all.filter(({ start, end }) => end > start);
}

/** A text with ranges blanked, one for all that overlap. A placeholder that was there before stays, or is a part of such a range. */
function withoutRanges(text: string, ranges: readonly Range[]): string {
  const known = Array.from(text.matchAll(PLACEHOLDER), ({ index }) => ({ start: index, end: index + BLANKED.length }));
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of [...ranges, ...known].toSorted((one, other) => one.start - other.start)) {
    if (start >= from) kept.push(text.slice(from, start), BLANKED);
    from = Math.max(from, end);
  }
  kept.push(text.slice(from));
  return kept.join('');
}
