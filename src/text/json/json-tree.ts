import { isBlankMark, MARKS } from './json-marks.ts';
import type { LongText } from './long-text.ts';
import { PagedNumbers } from './paged-numbers.ts';

/** Kind of a value in JSON; `word` is any that is neither a text nor a number: `true`, `null`, `NaN`. */
export type JsonKind = 'object' | 'list' | 'string' | 'number' | 'word';

/** A step into JSON: a key of an object or an index of a list. */
export type JsonStep = { readonly key: string } | { readonly index: number };

/** Place of a new value: its key from its beginning to behind its end (where it has none, its own beginning), and itself. */
export interface NewValue {
  readonly key: number;
  readonly keyEnd: number;
  readonly value: number;
  readonly parent: number;
}

const KINDS: Readonly<Record<string, JsonKind>> = { '{': 'object', '[': 'list', '"': 'string', '-': 'number' };

// What a value is packed into beside the number of what it is in.
const HAS_KEY = 1;
const IS_CONTAINER = 2;
const FLAGS = 4;
/** Keys that are longer, with what is between them and their values, are not read again to find those. */
const LONG_KEY = 200;

/**
 * The values in a JSON text, numbered in their order: the whole is 0, and what a value holds comes right behind it. It holds
 * places alone, 16 bytes a value; keys and values are read from the text as they are stored.
 */
export class JsonTree {
  readonly text: LongText;
  /** Offset of a value's key, of itself if it has none. */
  readonly #start = new PagedNumbers();
  readonly #parent = new PagedNumbers();
  readonly #place = new PagedNumbers();
  /** Offset behind a text, a number or a word; the number of an object or a list among those. */
  readonly #extent = new PagedNumbers();
  readonly #end = new PagedNumbers();
  readonly #next = new PagedNumbers();
  readonly #count = new PagedNumbers();
  readonly #longKeys = new Map<number, { readonly end: number; readonly value: number }>();
  #size = 0;
  #containerCount = 0;

  constructor(text: LongText) {
    this.text = text;
  }

  /** Number of values so far. */
  get size(): number {
    return this.#size;
  }

  /** Adds an object or a list, open until it is closed, and returns its number. */
  open(place: NewValue): number {
    const node = this.#add(place, IS_CONTAINER);
    const container = this.#containerCount;
    this.#containerCount += 1;
    this.#extent.set(node, container);
    this.#end.set(container, 0);
    this.#next.set(container, 0);
    this.#count.set(container, 0);
    return node;
  }

  /** Ends an object or a list behind its last character. */
  close(node: number, end: number): void {
    const container = this.#extent.get(node);
    this.#end.set(container, end);
    this.#next.set(container, this.#size);
  }

  /** Adds a text, a number or a word that ends at an offset, and returns its number. */
  add(place: NewValue, end: number): number {
    const node = this.#add(place, 0);
    this.#extent.set(node, end);
    return node;
  }

  #add({ key, keyEnd, value, parent }: NewValue, kind: 0 | typeof IS_CONTAINER): number {
    const node = this.#size;
    this.#size += 1;
    this.#start.set(node, key);
    this.#parent.set(node, parent * FLAGS + kind + (key === value ? 0 : HAS_KEY));
    if (value - key > LONG_KEY) this.#longKeys.set(node, { end: keyEnd, value });
    const container = this.#extent.get(parent);
    const place = node === 0 ? 0 : this.#count.get(container);
    this.#place.set(node, place);
    if (node > 0) this.#count.set(container, place + 1);
    return node;
  }

  /** Offset of a value's first character. */
  startOf(node: number): number {
    const start = this.#start.get(node);
    if ((this.#parent.get(node) & HAS_KEY) === 0) return start;
    const known = this.#longKeys.get(node);
    if (known !== undefined) return known.value;
    let at = endOfString(this.text, start);
    for (let code = this.text.charCodeAt(at); isBlankMark(code) || code === MARKS.colon; ) {
      at += 1;
      code = this.text.charCodeAt(at);
    }
    return at;
  }

  /** Offset behind a value's last character; the end of the text if it was cut off. */
  endOf(node: number): number {
    const extent = this.#extent.get(node);
    return this.isContainer(node) ? this.#end.get(extent) || this.text.length : extent;
  }

  /** True for an object or a list whose end was not read. */
  isOpen(node: number): boolean {
    return this.isContainer(node) && this.#end.get(this.#extent.get(node)) === 0;
  }

  /** Number of the value that a value is in; 0 for the whole. */
  parentOf(node: number): number {
    return Math.floor(this.#parent.get(node) / FLAGS);
  }

  /** Place of a value in the one that holds it, from 0. */
  placeOf(node: number): number {
    return this.#place.get(node);
  }

  /** Number of the value behind a value and all that it holds. */
  nextOf(node: number): number {
    return this.isContainer(node) ? this.#next.get(this.#extent.get(node)) || this.#size : node + 1;
  }

  /** Number of values that a value holds itself. */
  countOf(node: number): number {
    return this.isContainer(node) ? this.#count.get(this.#extent.get(node)) : 0;
  }

  /** Kind of a value, by its first character. */
  kindOf(node: number): JsonKind {
    const first = String.fromCharCode(this.text.charCodeAt(this.startOf(node)));
    return KINDS[first] ?? (first >= '0' && first <= '9' ? 'number' : 'word');
  }

  /** True for an object or a list. */
  isContainer(node: number): boolean {
    return (this.#parent.get(node) & IS_CONTAINER) !== 0;
  }

  /** The key of a value as it is stored, with its quotes, `longest` units at most; undefined if it has none. */
  keyOf(node: number, longest = Number.POSITIVE_INFINITY): string | undefined {
    if ((this.#parent.get(node) & HAS_KEY) === 0) return undefined;
    const from = this.#start.get(node);
    const end = this.#longKeys.get(node)?.end ?? endOfString(this.text, from);
    return this.text.slice(from, Math.min(end, from + longest));
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
      if (this.#start.get(middle) <= offset) low = middle;
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

/** Offset behind a string that begins at an offset and is closed. */
function endOfString(text: LongText, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== MARKS.quote; code = text.charCodeAt(at)) {
    if (Number.isNaN(code)) return at;
    at += code === MARKS.escape ? 2 : 1;
  }
  return at + 1;
}

/** The values that a value holds itself. */
export function* childrenOf(tree: JsonTree, node: number): Generator<number, undefined> {
  if (tree.countOf(node) === 0) return;
  const end = tree.nextOf(node);
  for (let child = node + 1; child < end; child = tree.nextOf(child)) yield child;
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
