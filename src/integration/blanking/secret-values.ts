/** What stands in place of a value that must not be logged. */
export const BLANKED = '[blanked]';

const MOST = 50;
const SHORTEST = 4;
const LONGEST = 500;
// Shorter ones are looked for as whole words, and shorter numbers not at all.
const LONG = 8;
const SHORTEST_NUMBER = 6;
const COMMON = /^(?:true|false|null|undefined|password|secret|token|basic|bearer|none|string)$/i;

/** The secrets that a call was found to carry, so that they are blanked wherever else it repeats them. */
export class SecretValues {
  readonly #values = new Set<string>();
  #pattern: RegExp | undefined;

  /** Remembers a secret; what is too short, or too common, to be told from other text is left. */
  add(value: string): void {
    const text = value.replace(/^(?:Bearer|Basic|Token) +/i, '');
    const shortest = /^[\d.+-]+$/.test(text) ? SHORTEST_NUMBER : SHORTEST;
    if (
      text.length < shortest ||
      text.length > LONGEST ||
      text.includes(BLANKED) ||
      COMMON.test(text) ||
      this.#values.size >= MOST
    )
      return;
    this.#values.add(text);
    this.#pattern = undefined;
  }

  /** A text without the secrets, however they are written in it; bare numbers in JSON become text. */
  blankIn(text: string): string {
    if (this.#values.size === 0) return text;
    this.#pattern ??= patternOf(this.#values);
    return text.replace(this.#pattern, (match, ...rest) => {
      const at = Number(rest.at(-2));
      const isBare =
        /[[:,]\s*$/.test(text.slice(Math.max(0, at - 5), at)) &&
        /^\s*[\]},]/.test(text.slice(at + match.length, at + match.length + 5));
      return isBare ? `"${BLANKED}"` : BLANKED;
    });
  }
}

function patternOf(values: Iterable<string>): RegExp {
  const spellings = [...values].flatMap((value) => {
    const all = [value, JSON.stringify(value).slice(1, -1), uriOf(value), uriOf(value).replaceAll('%20', '+')];
    return [...new Set(all)].map((spelling) => ({ spelling, isLong: value.length >= LONG }));
  });
  const patterns = spellings
    .toSorted((one, other) => other.spelling.length - one.spelling.length)
    .map(({ spelling, isLong }) => {
      const literal = spelling.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
      return isLong ? literal : String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`;
    });
  return new RegExp(patterns.join('|'), 'gu');
}

function uriOf(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : value;
}
