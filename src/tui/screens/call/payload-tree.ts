import type { StoredPayload } from '../../../model/call.ts';
import { HiddenValues } from '../../../text/json/hidden-values.ts';
import { JsonReader } from '../../../text/json/json-reader.ts';
import type { JsonTree } from '../../../text/json/json-tree.ts';
import { LongText } from '../../../text/json/long-text.ts';

/** The two payloads of a call, by the names that filters have for them. */
export const sides = ['req', 'res'] as const;
export type Side = (typeof sides)[number];

/** The name of a payload in a sentence. */
export function payloadNoun(side: Side): string {
  return side === 'req' ? 'request payload' : 'response payload';
}

/** Units of a payload that are read at all. */
const MOST_UNITS = 100_000_000;

/** Work of the first step, which the first frame waits for: most payloads are shorter than so many characters. */
const FIRST_COST = 40_000;

/** A stored payload, read into a tree step by step beside the keys. */
export class PayloadTree {
  readonly side: Side;
  readonly payload: StoredPayload | null;
  readonly text: LongText;
  readonly hidden: HiddenValues;
  readonly #reader: JsonReader;

  constructor(side: Side, payload: StoredPayload | null) {
    this.side = side;
    this.payload = payload;
    this.text = new LongText(payload?.text ?? '', payload === null || payload.isWhole);
    this.#reader = new JsonReader(this.text);
    this.hidden = new HiddenValues(this.#reader.tree);
    this.#reader.step(FIRST_COST);
  }

  get tree(): JsonTree {
    return this.#reader.tree;
  }

  /** True if all of the text was read, or as much as is JSON. */
  get isComplete(): boolean {
    return this.#reader.isComplete;
  }

  /** True if there is text to read that is here already. */
  get canStep(): boolean {
    return !this.isComplete && (this.#reader.readTo < this.text.length || this.text.isComplete);
  }

  /** Reads some more. */
  step(): void {
    this.#reader.step();
  }

  /** Takes a later part of the text, which begins at an offset; false if it does not belong here. */
  take(part: StoredPayload | null, from: number): boolean {
    if (part === null || part.length !== this.payload?.length || from !== this.text.length) return false;
    const end = from + part.text.length;
    this.text.append(part.text, end >= Math.min(part.length, MOST_UNITS) || part.text === '');
    return true;
  }

  /** True if the payload is JSON, at least its beginning: no plain text. */
  get isJson(): boolean {
    const { tree, isComplete, restAt } = this.#reader;
    if (tree.size === 0) return false;
    if (tree.size > 1 || !isComplete) return true;
    return restAt === undefined && (tree.isContainer(0) || tree.kindOf(0) === 'string' || isWord(tree.sourceOf(0, 50)));
  }

  /** Offset of the text that stands below the tree as it is stored: what is no JSON. Undefined if there is none. */
  get restAt(): number | undefined {
    if (this.payload === null || this.text.length === 0) return undefined;
    return this.isJson ? this.#reader.restAt : 0;
  }

  /** True if the tree ended because it is full: what is below it may be JSON, too. */
  get isFull(): boolean {
    return this.#reader.isFull;
  }

  /** True if all of the stored text is here. */
  get isWhole(): boolean {
    return this.text.length === (this.payload?.length ?? 0);
  }
}

function isWord(source: string): boolean {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i.test(source);
}
