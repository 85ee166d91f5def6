import type { LongText } from './long-text.ts';
import { PagedNumbers } from './paged-numbers.ts';

/** Kind of a value in JSON; `word` is any that is neither a text nor a number: `true`, `null`, `NaN`. */
export type JsonKind = 'object' | 'list' | 'string' | 'number' | 'word';

/** A step into JSON: a key of an object or an index of a list. */
export type JsonStep = { readonly key: string } | { readonly index: number };

/** Place of a new value: where its key begins (where it begins itself if it has none), and where it begins. */
export interface NewValue {
  readonly key: number;
  readonly value: number;
  readonly parent: number;
}

const KINDS: Readonly<Record<string, JsonKind>> = { '{': 'object', '[': 'list', '"': 'string', '-': 'number' };

/**
 * The values in a JSON text, numbered in their order: the whole is 0, and what a value holds comes right behind it. It holds
 * places alone, 28 bytes a value; keys and values are read from the text as they are stored.
 */
export class JsonTree {
  readonly text: LongText;
  readonly #key = new PagedNumbers();
  readonly #value = new PagedNumbers();
  readonly #end = new PagedNumbers();
  readonly #parent = new PagedNumbers();
  readonly #place = new PagedNumbers();
  readonly #next = new PagedNumbers();
  readonly #count = new PagedNumbers();
  #size = 0;

  constructor(text: LongText) {
    this.text = text;
  }

  /** Number of values so far. */
  get size(): number {
    return this.#size;
  }

  /** Adds a value that is open until it is closed, and returns its number. */
  add({ key, value, parent }: NewValue): number {
    const node = this.#size;
    this.#size += 1;
    this.#key.set(node, key);
    this.#value.set(node, value);
    this.#parent.set(node, parent);
    // Pages grow with these, which are known later.
    this.#end.set(node, 0);
    this.#next.set(node, 0);
    this.#count.set(node, 0);
    const place = node === 0 ? 0 : this.#count.get(parent);
    this.#place.set(node, place);
    if (node > 0) this.#count.set(parent, place + 1);
    return node;
  }

  /** Ends a value behind its last character. */
  close(node: number, end: number): void {
    this.#end.set(node, end);
    this.#next.set(node, this.#size);
  }

  /** Offset of a value's first character. */
  startOf(node: number): number {
    return this.#value.get(node);
  }

  /** Offset behind a value's last character; the end of the text where it was cut off. */
  endOf(node: number): number {
    return this.#end.get(node) || this.text.length;
  }

  /** True for an object or a list whose end was not read. */
  isOpen(node: number): boolean {
    return this.#end.get(node) === 0;
  }

  /** Number of the value that a value is in; 0 for the whole. */
  parentOf(node: number): number {
    return this.#parent.get(node);
  }

  /** Place of a value in the one that holds it, from 0. */
  placeOf(node: number): number {
    return this.#place.get(node);
  }

  /** Number of the value behind a value and all that it holds. */
  nextOf(node: number): number {
    return this.#next.get(node) || this.#size;
  }

  /** Number of values that a value holds itself. */
  countOf(node: number): number {
    return this.#count.get(node);
  }

  /** Kind of a value, by its first character. */
  kindOf(node: number): JsonKind {
    const first = String.fromCharCode(this.text.charCodeAt(this.startOf(node)));
    return KINDS[first] ?? (first >= '0' && first <= '9' ? 'number' : 'word');
  }

  /** True for an object or a list. */
  isContainer(node: number): boolean {
    const code = this.text.charCodeAt(this.startOf(node));
    return code === 0x7b || code === 0x5b;
  }

  /** The key of a value as it is stored, with its quotes, `longest` units at most; undefined where it has none. */
  keyOf(node: number, longest = Number.POSITIVE_INFINITY): string | undefined {
    const [from, to] = [this.#key.get(node), this.#value.get(node)];
    if (from === to) return undefined;
    const key = this.text.slice(from, Math.min(to, from + longest + 1));
    return to - from > longest ? key : key.slice(0, key.lastIndexOf('"') + 1);
  }

  /** A value as it is stored, or its first `longest` units. */
  sourceOf(node: number, longest = Number.POSITIVE_INFINITY): string {
    const from = this.startOf(node);
    return this.text.slice(from, Math.min(this.endOf(node), from + longest));
  }

  /** The values that a value is in, from the innermost to the whole. */
  *ancestorsOf(node: number): Generator<number> {
    for (let at = node; at > 0; ) {
      at = this.parentOf(at);
      yield at;
    }
  }

  /** The last value that begins at or before an offset. */
  nodeAt(offset: number): number {
    let [low, high] = [0, Math.max(0, this.#size - 1)];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#key.get(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The steps from the whole to a value, the innermost of them where `most` are wanted. */
  pathOf(node: number, most = Number.POSITIVE_INFINITY): readonly JsonStep[] {
    const steps: JsonStep[] = [];
    for (let at = node; at > 0 && steps.length < most; at = this.parentOf(at)) {
      const key = this.keyOf(at);
      steps.push(key === undefined ? { index: this.placeOf(at) } : { key: stringOf(key) });
    }
    return steps.reverse();
  }
}

/** Meaning of a string as it is stored, with quotes; one that is cut off or not quite JSON is read as far as that goes. */
export function stringOf(source: string): string {
  const isClosed = source.length > 1 && source.endsWith('"');
  const content = source.slice(1, isClosed ? -1 : undefined);
  return content.includes('\\') ? unescaped(content) : content;
}

const ESCAPE = /\\(?:u([\da-f]{4})|(.)|$)/gis;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A text with JSON's escapes resolved; what is no escape stays. */
export function unescaped(content: string): string {
  return content.replace(ESCAPE, (all: string, code?: string, letter?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (letter === undefined) return all;
    return ESCAPED[letter] ?? (/["\\/]/.test(letter) ? letter : all);
  });
}
