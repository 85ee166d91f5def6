import { isBlankMark, isEndOfWord, MARKS } from './json-marks.ts';
import { JsonTree, type NewValue } from './json-tree.ts';
import type { LongText } from './long-text.ts';

// A few milliseconds of work, in characters, and what a value costs among them.
const STEP_COST = 120_000;
const VALUE_COST = 12;
/** Values beyond these are not told apart: their places take 130 MB. */
const MOST_VALUES = 8_000_000;

const BYTE_ORDER_MARK = 0xfeff;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * Reads a JSON text into a tree, step by step, each of a few milliseconds. It takes any word for a value, as NaN, which some writers
 * make, and what was cut off; it ends at the first character that JSON has no place for.
 */
export class JsonReader {
  readonly tree: JsonTree;
  readonly #text: LongText;
  readonly #mostValues: number;
  #at = 0;
  #expected: Expected = 'value';
  /** The innermost object or list that is open; -1 for none. */
  #open = -1;
  #isInObject = false;
  /** The string or word that is being read: where it began. */
  #tokenStart = -1;
  #isInString = false;
  /** Start of the key of the next value; -1 if it has none. */
  #key = -1;
  #keyEnd = -1;
  #isComplete = false;
  #isFull = false;
  #brokenAt: number | undefined;

  constructor(text: LongText, { mostValues = MOST_VALUES } = {}) {
    this.#text = text;
    this.#mostValues = mostValues;
    this.tree = new JsonTree(text);
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) this.#at = 1;
  }

  /** True if there is nothing more to read. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Offset from which on the text is no JSON, or is not read; undefined if all of it is in the tree. */
  get restAt(): number | undefined {
    return this.#brokenAt;
  }

  /** True if the text holds more values than are told apart. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Offset up to which the text was read. */
  get readTo(): number {
    return this.#at;
  }

  /** Reads some more of the text, as far as it is here. */
  step(cost: number = STEP_COST): void {
    let left = cost;
    while (left > 0 && !this.#isComplete && this.#at < this.#text.length) {
      const [from, size] = [this.#at, this.tree.size];
      if (this.#tokenStart < 0) this.#take();
      else if (this.#isInString) this.#goOnInString(left);
      else this.#goOnInWord(left);
      left -= Math.max(1, this.#at - from) + (this.tree.size - size) * VALUE_COST;
    }
    if (!this.#isComplete && this.#text.isComplete && this.#at >= this.#text.length) this.#finish();
  }

  #take(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (isBlankMark(code)) this.#at += 1;
    else if (code === MARKS.openObject || code === MARKS.openList) this.#enter(code);
    else if (code === MARKS.closeObject || code === MARKS.closeList) this.#leave(code);
    else if (code === MARKS.comma) this.#pass('comma or end', this.#isInObject ? 'key' : 'value');
    else if (code === MARKS.colon) this.#pass('colon', 'value');
    else if (this.#mayBegin(code === MARKS.quote)) {
      this.#tokenStart = this.#at;
      this.#isInString = code === MARKS.quote;
      this.#at += 1;
    } else this.#end(this.#at);
  }

  #mayBegin(isString: boolean): boolean {
    if (this.#expected === 'key' || this.#expected === 'key or end') return isString;
    return this.#expected === 'value' || this.#expected === 'value or end';
  }

  #goOnInString(most: number): void {
    const { text, start } = this.#text.pieceAt(this.#at);
    const end = Math.min(text.length, this.#at - start + most);
    let at = this.#at - start;
    for (let code = 0; at < end; at += code === MARKS.escape ? 2 : 1) {
      code = text.charCodeAt(at);
      if (code === MARKS.quote) {
        this.#at = start + at + 1;
        this.#takeToken();
        return;
      }
    }
    this.#at = start + at;
  }

  #goOnInWord(most: number): void {
    const { text, start } = this.#text.pieceAt(this.#at);
    const end = Math.min(text.length, this.#at - start + most);
    let at = this.#at - start;
    while (at < end && !isEndOfWord(text.charCodeAt(at))) at += 1;
    this.#at = start + at;
    if (at < end) this.#takeToken();
  }

  /** Puts the string or the word that ends here to the tree, as a key or a value. */
  #takeToken(): void {
    const start = this.#tokenStart;
    this.#tokenStart = -1;
    this.#isInString = false;
    if (this.#expected === 'key' || this.#expected === 'key or end') {
      this.#key = start;
      this.#keyEnd = this.#at;
      this.#expected = 'colon';
      return;
    }
    const place = this.#placeOf(start);
    if (place === undefined) return;
    this.tree.add(place, Math.min(this.#at, this.#text.length));
    this.#expected = this.#open < 0 ? 'nothing' : 'comma or end';
  }

  #enter(code: number): void {
    if (!this.#mayBegin(false)) {
      this.#end(this.#at);
      return;
    }
    const place = this.#placeOf(this.#at);
    if (place === undefined) return;
    this.#open = this.tree.open(place);
    this.#isInObject = code === MARKS.openObject;
    this.#expected = code === MARKS.openObject ? 'key or end' : 'value or end';
    this.#at += 1;
  }

  #leave(code: number): void {
    const mayEnd = this.#expected.endsWith('or end') && this.#isInObject === (code === MARKS.closeObject);
    if (!mayEnd || this.#open < 0) {
      this.#end(this.#at);
      return;
    }
    this.#at += 1;
    this.tree.close(this.#open, this.#at);
    this.#open = this.#open === 0 ? -1 : this.tree.parentOf(this.#open);
    this.#isInObject = this.#open >= 0 && this.#text.charCodeAt(this.tree.startOf(this.#open)) === MARKS.openObject;
    this.#expected = this.#open < 0 ? 'nothing' : 'comma or end';
  }

  #pass(expected: Expected, next: Expected): void {
    if (this.#expected !== expected) {
      this.#end(this.#at);
      return;
    }
    this.#expected = next;
    this.#at += 1;
  }

  /** The place of a new value; undefined, and the end, if there is no room for one. */
  #placeOf(value: number): NewValue | undefined {
    const [key, keyEnd] = this.#key < 0 ? [value, value] : [this.#key, this.#keyEnd];
    this.#key = -1;
    if (this.tree.size < this.#mostValues) return { key, keyEnd, value, parent: Math.max(0, this.#open) };
    this.#isFull = true;
    this.#end(key);
    return undefined;
  }

  /** Ends where the text does: a value that is cut off there is one, a key without a value is none. */
  #finish(): void {
    const isKey = this.#expected === 'key' || this.#expected === 'key or end';
    if (this.#tokenStart >= 0 && isKey) {
      this.#end(this.#tokenStart);
      return;
    }
    if (this.#tokenStart >= 0) this.#takeToken();
    if (this.#key >= 0) {
      this.#end(this.#key);
      return;
    }
    this.#isComplete = true;
  }

  /** Ends at a character that JSON has no place for; a key before it, whose value is missing, is no JSON either. */
  #end(at: number): void {
    this.#isComplete = true;
    this.#brokenAt = this.#key < 0 ? at : this.#key;
  }
}
