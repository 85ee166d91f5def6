import { decodingsOf } from './decodings.ts';
import { everySpellingOf, type Spelling } from './spellings.ts';

/** Placeholder for a value that must not be logged. */
export const BLANKED = '[blanked]';

const MOST = 100;
const SHORTEST = 4;
const LONGEST = 4_096;
const SHORTEST_NUMBER = 6;
const COMMON = /^(?:true|false|null|undefined|password|secret|token|basic|bearer|none|string)$/i;
// What is encoded gives fewer letters away.
const SHORTEST_BASE64 = 5;
const NUMBER = /^[\d.+-]+$/;
const IN_NUMBER = /[\d.eE+-]/;
const BASE64 = /[\w+/=-]/;

/** The secrets that a call was found to carry, so that they are blanked wherever else it repeats them. */
export class SecretValues {
  readonly #known: readonly Spelling[];
  readonly #values = new Set<string>();
  #spellings: readonly Spelling[];

  /** Knows a secret from the beginning by the ways to write it. */
  constructor(known: readonly Spelling[] = []) {
    this.#known = known;
    this.#spellings = known;
  }

  /** Remembers a secret and what it stands for; what is too short, or too common, to be told from other text is left. */
  add(value: string): void {
    const text = value.replace(/^(?:Bearer|Basic|Token) +/i, '');
    if (this.#values.has(text) || text.length > LONGEST) return;
    this.#addOne(text);
    for (const decoded of decodingsOf(text)) this.#addOne(decoded);
  }

  #addOne(text: string): void {
    const shortest = NUMBER.test(text) ? SHORTEST_NUMBER : SHORTEST;
    if (text.length < shortest || text.includes(BLANKED) || COMMON.test(text) || this.#values.size >= MOST) return;
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
    const lengths = this.#all().map((spelling) => beginningAtEnd(text, spelling));
    const longest = Math.max(0, ...lengths);
    return longest === 0 ? text : `${text.slice(0, text.length - longest)}${BLANKED}`;
  }

  #all(): readonly Spelling[] {
    if (this.#spellings.length === 0 && this.#values.size > 0) {
      const all = [...this.#known, ...Array.from(this.#values, everySpellingOf).flat()];
      this.#spellings = all.toSorted((one, other) => other.text.length - one.text.length);
    }
    return this.#spellings;
  }
}

function blankOne(text: string, { text: spelling, isWord, isBase64 }: Spelling): string {
  const kept: string[] = [];
  const isNumber = NUMBER.test(spelling);
  const isInString = stringsIn(text);
  // A list in a sentence needs no quotes.
  const isJson = /^\s*[[{]/.test(text);
  let from = 0;
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, Math.max(at + 1, from))) {
    let [start, end] = [at, at + spelling.length];
    if (isWord && (isLetter(text.charAt(start - 1)) || isLetter(text.charAt(end)))) continue;
    while (isBase64 && start > from && BASE64.test(text.charAt(start - 1))) start -= 1;
    while (isBase64 && BASE64.test(text.charAt(end))) end += 1;
    const around = isNumber ? numberAround(text, { start, end, from }) : { start, end };
    const isBare = isJson && looksBare(text, around) && !isInString(start);
    if (isBare) ({ start, end } = around);
    kept.push(text.slice(from, start), isBare ? `"${BLANKED}"` : BLANKED);
    from = end;
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Tells whether a part of a text is all that stands between the marks of JSON, as a number does. */
function looksBare(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return /[[:,]\s*$/.test(text.slice(Math.max(0, start - 5), start)) && /^\s*[\]},]/.test(text.slice(end, end + 5));
}

/** The whole of a number that a part of a text is in. */
function numberAround(text: string, part: { readonly start: number; readonly end: number; readonly from: number }) {
  let { start, end } = part;
  while (start > part.from && IN_NUMBER.test(text.charAt(start - 1))) start -= 1;
  while (IN_NUMBER.test(text.charAt(end))) end += 1;
  return { start, end };
}

/** Tells of places in a text, asked in their order, whether they are in a string of JSON. */
function stringsIn(text: string): (at: number) => boolean {
  let [quote, isInside] = [-1, false];
  return (at) => {
    for (let next = text.indexOf('"', quote + 1); next >= 0 && next < at; next = text.indexOf('"', quote + 1)) {
      quote = next;
      let escapes = 0;
      while (isInside && text[next - 1 - escapes] === '\\') escapes += 1;
      if (escapes % 2 === 0) isInside = !isInside;
    }
    return isInside;
  };
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** Number of characters at the end of a text that begin a secret, including others encoded together with them. */
function beginningAtEnd(text: string, { text: secret, isBase64 }: Spelling): number {
  const shortest = isBase64 ? SHORTEST_BASE64 : SHORTEST;
  for (let length = Math.min(secret.length - 1, text.length); length >= shortest; length -= 1) {
    if (!text.endsWith(secret.slice(0, length))) continue;
    let start = text.length - length;
    while (isBase64 && start > 0 && BASE64.test(text.charAt(start - 1))) start -= 1;
    return text.length - start;
  }
  return 0;
}
