/** A value in JSON: where it stands, under which name, and in which other. */
export interface JsonNode {
  readonly kind: 'root' | 'object' | 'list' | 'string' | 'literal';
  readonly start: number;
  /** Behind its last character; of what was cut off, the end of the text. */
  readonly end: number;
  /** The name that it has in an object. */
  readonly key: JsonToken | undefined;
  /** The number of the node that it is in. */
  readonly parent: number;
  /** Its index there, from 0. */
  readonly place: number;
  /** The number of the node behind it and all that is in it. */
  readonly next: number;
  /** Number of values that it holds directly. */
  readonly count: number;
  readonly isHinted: boolean;
  /** True when an object or a list is cut off before its end. */
  readonly isCut: boolean;
}

/** A string with its quotes, or what stands in place of one. */
export interface JsonToken {
  readonly start: number;
  readonly end: number;
  /** True when it holds a hint. */
  readonly isHinted: boolean;
}

type GrowingNode = { -readonly [Field in keyof JsonNode]: JsonNode[Field] };

const [TAB, LINE, RETURN, BLANK, DOUBLE, SINGLE, COMMA, COLON, ESCAPE] = Array.from('\t\n\r "\',:\\', codeOf);
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from('[]{}', codeOf);

/**
 * The values in a text in their order, the first of which is the whole. It reads also what is broken, cut off, or written as in
 * JavaScript or Python; a string holds a hint if one of the places, in their order, is in it.
 */
export function jsonTreeOf(text: string, hints: readonly number[]): readonly JsonNode[] {
  return new TreeReader(text, hints).read();
}

class TreeReader {
  readonly #text: string;
  readonly #hints: readonly number[];
  #hint = 0;
  #at = 0;
  readonly #nodes: GrowingNode[] = [];
  /** The number of the innermost value that is open. */
  #open = 0;
  #key: JsonToken | undefined;

  constructor(text: string, hints: readonly number[]) {
    this.#text = text;
    this.#hints = hints;
  }

  read(): readonly JsonNode[] {
    const { length } = this.#text;
    this.#nodes.push(newNode('root', { start: 0, end: length, isHinted: false }, { parent: 0, place: 0, next: 1 }));
    while (this.#at < length) this.#step(this.#text.charCodeAt(this.#at));
    while (this.#open !== 0) this.#close(true);
    this.#close(true);
    return this.#nodes;
  }

  #step(code: number): void {
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      const start = this.#at;
      this.#at += 1;
      this.#open = this.#add(code === OPEN_LIST ? 'list' : 'object', { start, end: start + 1, isHinted: false });
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      this.#at += 1;
      if (this.#open !== 0) this.#close(false);
    } else if (code === COMMA) {
      this.#at += 1;
      this.#key = undefined;
    } else if (code === COLON || isBlank(code)) {
      this.#at += 1;
    } else {
      this.#scalar(code);
    }
  }

  #scalar(code: number): void {
    const start = this.#at;
    const end = code === DOUBLE ? this.#endOfString('"') : this.#endOfLiteral(code);
    this.#at = end;
    const token = { start, end, isHinted: this.#isHinted(start, end) };
    if (this.#nodes[this.#open]?.kind !== 'list' && this.#isBeforeColon()) this.#key = token;
    else this.#add(code === DOUBLE ? 'string' : 'literal', token);
  }

  #add(kind: JsonNode['kind'], token: JsonToken): number {
    const parent = this.#nodes[this.#open];
    const number = this.#nodes.length;
    this.#nodes.push(
      newNode(kind, token, { key: this.#key, parent: this.#open, place: parent?.count ?? 0, next: number + 1 }),
    );
    if (parent !== undefined) parent.count += 1;
    this.#key = undefined;
    return number;
  }

  #close(isCut: boolean): void {
    const node = this.#nodes[this.#open];
    this.#key = undefined;
    if (node === undefined) return;
    node.end = this.#at;
    node.next = this.#nodes.length;
    node.isCut = isCut;
    this.#open = node.parent;
  }

  /** Skips blanks and tells whether a colon is next. */
  #isBeforeColon(): boolean {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return this.#text.charCodeAt(this.#at) === COLON;
  }

  #endOfString(mark: string): number {
    const text = this.#text;
    for (let end = text.indexOf(mark, this.#at + 1); end >= 0; end = text.indexOf(mark, end + 1)) {
      let escapes = 0;
      while (text.charCodeAt(end - 1 - escapes) === ESCAPE) escapes += 1;
      if (escapes % 2 === 0) return end + 1;
    }
    return text.length;
  }

  /** Numbers and words; in what is broken also several words to the end of their line, or what is in other quotes. */
  #endOfLiteral(first: number): number {
    if (first === SINGLE && this.#open !== 0) return this.#endOfString("'");
    let end = this.#at + 1;
    let code = this.#text.charCodeAt(end);
    while (!Number.isNaN(code) && code !== LINE && code !== DOUBLE && !isMark(code)) {
      end += 1;
      code = this.#text.charCodeAt(end);
    }
    while (isBlank(this.#text.charCodeAt(end - 1))) end -= 1;
    return end;
  }

  #isHinted(start: number, end: number): boolean {
    const hints = this.#hints;
    while ((hints[this.#hint] ?? end) < start) this.#hint += 1;
    return (hints[this.#hint] ?? end) < end;
  }
}

function newNode(
  kind: JsonNode['kind'],
  { start, end, isHinted }: JsonToken,
  place: Pick<JsonNode, 'parent' | 'place' | 'next'> & { readonly key?: JsonToken | undefined },
): GrowingNode {
  const { key, parent, place: at, next } = place;
  return { kind, start, end, key, parent, place: at, next, count: 0, isHinted, isCut: false };
}

function isBlank(code: number): boolean {
  return code === BLANK || code === LINE || code === RETURN || code === TAB;
}

function isMark(code: number): boolean {
  return (
    code === COMMA ||
    code === COLON ||
    code === OPEN_OBJECT ||
    code === CLOSE_OBJECT ||
    code === OPEN_LIST ||
    code === CLOSE_LIST
  );
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
