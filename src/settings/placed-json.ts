import { printable } from '../text/printable.ts';
import { SettingFault } from './setting-fault.ts';

/** A value of a JSON text and the offset that it begins at. */
export type PlacedJson =
  | { readonly at: number; readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly at: number; readonly kind: 'list'; readonly items: readonly PlacedJson[] }
  | { readonly at: number; readonly kind: 'object'; readonly entries: readonly PlacedEntry[] };

/** An entry of an object; `at` is where its name begins. */
export interface PlacedEntry {
  readonly at: number;
  readonly name: string;
  readonly value: PlacedJson;
}

const DEEPEST = 32;
/** The last blank of ASCII, and the sign that comments begin with. */
const BLANK = 0x20;
const SLASH = 0x2f;

/**
 * Reads a JSON text with the places of its values. Comments and a comma before a closing bracket are allowed, as editors write them in
 * settings, and a text of nothing else is an empty object. Throws a SettingFault where the text is no JSON, or an object has two entries of one name.
 */
export function readPlacedJson(text: string): PlacedJson {
  return new Reader(text).whole();
}

class Reader {
  readonly #text: string;
  readonly #blanks = /(?:[ \t\r\n]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  /** A text without a backslash stands for itself. */
  readonly #plain = /"[ !#-[\]-\uffff]*"/y;
  readonly #quoted = /"(?:[^"\\\n]|\\.)*"/y;
  readonly #token = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b|[{}[\],:]/y;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): PlacedJson {
    this.#skip();
    if (this.#at >= this.#text.length) return { at: 0, kind: 'object', entries: [] };
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the file');
    return value;
  }

  #value(depth: number): PlacedJson {
    this.#skip();
    const at = this.#at;
    if (depth > DEEPEST) throw new SettingFault('Here are too many brackets in brackets.', at);
    const text = this.#string();
    if (text !== undefined) return { at, kind: 'value', value: text };
    const token = this.#take(this.#token);
    if (token === '{') return { at, kind: 'object', entries: this.#entries(depth) };
    if (token === '[') return { at, kind: 'list', items: this.#items(depth) };
    if (token === undefined || /[}\],:]/.test(token)) {
      this.#at = at;
      throw this.#unexpected('a value');
    }
    const value: string | number | boolean | null = JSON.parse(token);
    return { at, kind: 'value', value };
  }

  #items(depth: number): readonly PlacedJson[] {
    const items: PlacedJson[] = [];
    while (!this.#passes(']')) {
      items.push(this.#value(depth + 1));
      this.#separate(']');
    }
    return items;
  }

  #entries(depth: number): readonly PlacedEntry[] {
    const entries = new Map<string, PlacedEntry>();
    while (!this.#passes('}')) {
      const at = this.#at;
      const name = this.#string();
      if (name === undefined) throw this.#unexpected('a name in quotes');
      if (entries.has(name)) throw new SettingFault(`“${printable(name)}” stands here twice.`, at, 'Keep one of them.');
      if (!this.#passes(':')) throw this.#unexpected('a colon');
      entries.set(name, { at, name, value: this.#value(depth + 1) });
      this.#separate('}');
    }
    return [...entries.values()];
  }

  /** Passes a sign if that is next. */
  #passes(sign: ']' | '}' | ':' | ','): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #separate(bracket: ']' | '}'): void {
    if (!this.#passes(',') && this.#text[this.#at] !== bracket) throw this.#unexpected(`a comma or ${bracket}`);
  }

  #string(): string | undefined {
    const at = this.#at;
    if (this.#text[at] !== '"') return undefined;
    const plain = this.#take(this.#plain);
    if (plain !== undefined) return plain.slice(1, -1);
    const quoted = this.#take(this.#quoted);
    if (quoted === undefined) return undefined;
    try {
      return JSON.parse(quoted);
    } catch {
      throw new SettingFault('This is no text of JSON.', at, 'A backslash is written \\\\, a tab \\t.');
    }
  }

  #skip(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code <= BLANK || code === SLASH) this.#take(this.#blanks);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return undefined;
    const from = this.#at;
    this.#at = pattern.lastIndex;
    return this.#text.slice(from, this.#at);
  }

  #unexpected(expected: string): SettingFault {
    // No more of it is repeated: it may be a part of a password.
    const next = /^(?:\w{1,12}\b|.)/su.exec(this.#text.slice(this.#at))?.[0];
    const found = next === undefined ? 'the file ends' : next === '"' ? 'a text stands' : `“${printable(next)}” stands`;
    return new SettingFault(`Here should be ${expected}, but ${found} here.`, this.#at);
  }
}
