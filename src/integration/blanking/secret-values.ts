import { base64Of, spellingsOf } from './spellings.ts';

/** What stands in place of a value that must not be logged. */
export const BLANKED = '[blanked]';

const MOST = 50;
const SHORTEST = 4;
const LONGEST = 4_096;
// Shorter words and numbers are looked for by themselves, and shorter numbers not at all.
const LONG = 8;
const SHORTEST_NUMBER = 6;
const COMMON = /^(?:true|false|null|undefined|password|secret|token|basic|bearer|none|string)$/i;
const BASE64 = /[\w+/=-]/;

/** A way in which a secret may be written. */
interface Spelling {
  readonly text: string;
  /** Whether it counts only by itself, and not as a part of a word. */
  readonly isWord: boolean;
  /** Whether it is a part of something encoded that is a secret with it. */
  readonly isBase64: boolean;
}

/** The secrets that a call was found to carry, so that they are blanked wherever else it repeats them. */
export class SecretValues {
  readonly #values = new Set<string>();
  #spellings: readonly Spelling[] = [];

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
    this.#spellings = [];
  }

  /** A text without the secrets, however they are written in it; bare numbers in JSON become text. */
  blankIn(text: string): string {
    let told = text;
    for (const spelling of this.#all()) if (told.includes(spelling.text)) told = blankOne(told, spelling);
    return told;
  }

  /** A text that was cut off, without what may be the beginning of a secret at its end. */
  blankEnd(text: string): string {
    const lengths = this.#all().map(({ text: spelling, isBase64 }) => (isBase64 ? 0 : beginningAtEnd(text, spelling)));
    const longest = Math.max(0, ...lengths);
    return longest === 0 ? text : `${text.slice(0, text.length - longest)}${BLANKED}`;
  }

  #all(): readonly Spelling[] {
    if (this.#spellings.length === 0 && this.#values.size > 0) {
      const all = [...this.#values].flatMap((value) => {
        const isWord = value.length < LONG && (/^(?:\p{L}+|[\d.+-]+)$/u.test(value) || value.length <= SHORTEST);
        return [
          ...spellingsOf(value).map((text) => ({ text, isWord, isBase64: false })),
          ...base64Of(value).map((text) => ({ text, isWord: false, isBase64: true })),
        ];
      });
      this.#spellings = all.toSorted((one, other) => other.text.length - one.text.length);
    }
    return this.#spellings;
  }
}

function blankOne(text: string, { text: spelling, isWord, isBase64 }: Spelling): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, Math.max(at + 1, from))) {
    let [start, end] = [at, at + spelling.length];
    if (isWord && (isLetter(text.charAt(start - 1)) || isLetter(text.charAt(end)))) continue;
    while (isBase64 && start > from && BASE64.test(text.charAt(start - 1))) start -= 1;
    while (isBase64 && BASE64.test(text.charAt(end))) end += 1;
    const isBare =
      /[[:,]\s*$/.test(text.slice(Math.max(0, start - 5), start)) && /^\s*[\]},]/.test(text.slice(end, end + 5));
    kept.push(text.slice(from, start), isBare ? `"${BLANKED}"` : BLANKED);
    from = end;
  }
  kept.push(text.slice(from));
  return kept.join('');
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** How many characters at the end of a text are a secret's first ones. */
function beginningAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length >= SHORTEST; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
