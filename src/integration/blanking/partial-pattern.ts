// Where the text ends, whatever the flags are.
const END = '(?![^])';
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[A-Za-z]|k<[^>]*>|\d+|[\s\S])|[\s\S]/y;
const UNICODE_ESCAPE =
  /\\(?:x[\da-f]{2}|ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|u[\da-f]{4}|u\{[^}]*\}|c[a-z]|p\{[^}]*\}|k<[^>]*>|\d+|[\s\S])|[\s\S]/iuy;
// Refers to what a group has matched.
const REFERENCE = /^\\(?:k|[1-9])/;
const GROUP = /\((?:\?(?:<[=!]|<[^>]*>|[a-z-]*:|[=!]))?/y;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;

/**
 * A pattern for the end of a text that was cut off: finds the first place from where on the text is the beginning of a match of
 * another pattern. It may find too much, but misses no beginning.
 */
export function partialPattern({ source, flags }: RegExp): RegExp {
  const partial = new SourceReader(source, flags).read();
  return new RegExp(`(?=[^])(?:${partial})${END}`, `${flags.replace(/[gy]/g, '')}g`);
}

class SourceReader {
  readonly #source: string;
  readonly #atom: RegExp;
  readonly #hasSets: boolean;
  #at = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#atom = /[uv]/.test(flags) ? UNICODE_ESCAPE : ESCAPE;
    this.#hasSets = flags.includes('v');
  }

  /** The source in which wherever something is to follow, the text may end instead. */
  read(): string {
    let partial = '';
    while (this.#at < this.#source.length) partial += this.#readNext();
    return partial;
  }

  #readNext(): string {
    const known = this.#take(/[)|]/y) || this.#take(QUANTIFIER);
    if (known !== '') return known;
    const group = this.#take(GROUP);
    if (group === '(?!' || group === '(?<=' || group === '(?<!') {
      const enclosed = group + this.#restOfGroup();
      // What must not follow may be what the cut made of the text.
      return group === '(?!' ? '(?:)' : orEnd(enclosed);
    }
    if (group !== '') return group;
    const atom = this.#takeAtom();
    return REFERENCE.test(atom) ? `(?:${atom}|[sS]*${END})` : orEnd(atom);
  }

  /** All up to the end of a group, as it is. */
  #restOfGroup(): string {
    const start = this.#at;
    for (let depth = 1; depth > 0 && this.#at < this.#source.length; ) {
      if (this.#take(GROUP) !== '') depth += 1;
      else if (this.#takeAtom() === ')') depth -= 1;
    }
    return this.#source.slice(start, this.#at);
  }

  #takeAtom(): string {
    if (this.#source[this.#at] !== '[') return this.#take(this.#atom);
    return this.#hasSets ? this.#takeSets() : this.#take(CLASS);
  }

  /** A class that holds others. */
  #takeSets(): string {
    const start = this.#at;
    let depth = 0;
    do {
      const part = this.#take(this.#atom);
      if (part === '[') depth += 1;
      else if (part === ']') depth -= 1;
    } while (depth > 0 && this.#at < this.#source.length);
    return this.#source.slice(start, this.#at);
  }

  #take(pattern: RegExp): string {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.#at;
    const [taken = ''] = sticky.exec(this.#source) ?? [];
    this.#at += taken.length;
    return taken;
  }
}

function orEnd(atom: string): string {
  return `(?:${atom}|${END})`;
}
