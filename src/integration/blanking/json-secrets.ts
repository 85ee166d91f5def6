import { type JsonNode, type JsonToken, jsonTreeOf } from './json-tree.ts';
import { cellsOf } from './named-lists.ts';
import { isCountName, isSecretName, isYesOrNo } from './secret-names.ts';
import type { TextRules } from './secret-text.ts';

/** How JSON is read; `inString` blanks what a string holds. */
export interface JsonRules extends TextRules {
  readonly inString: (content: string) => string;
}

// The beginning of one: `\u00e`.
const LONGEST_ESCAPE = 6;
const LABEL =
  /(?:^|[^a-z])(?:name|key|field|header|param|parameter|property|prop|attribute|attr|id|label|variable|var|option|type|kind|k|n|path|pointer|loc)$/;
const VALUE =
  /(?:^|[^a-z])(?:values?|vals?|v|contents?|data|text|raw|input|answer|string|current|new|old|default|received|actual)\d*$/;
// As what is under such a name may be a name itself: no sentence.
const NAME = /^[^\s,;=]+(?: [^\s,;=]+){0,2}$/;
const LONGEST_NAME = 64;

/** Blanks secrets in JSON, whole or broken, by names before them, beside them and above them; all else stays to the letter. */
export function blankJson(text: string, hints: readonly number[], rules: JsonRules): string {
  return new JsonSecrets(text, jsonTreeOf(text, hints), rules).blank();
}

class JsonSecrets {
  readonly #text: string;
  readonly #nodes: readonly JsonNode[];
  readonly #rules: JsonRules;
  readonly #secret = new Set<number>();
  /** What stands in place of a string or a name, by where that starts. */
  readonly #changed = new Map<number, string>();
  /** The objects that name a secret. */
  readonly #labelled = new Set<number>();
  /** The places of names in lists that hold them, or objects with them. */
  readonly #named = new Map<number, Set<number>>();

  constructor(text: string, nodes: readonly JsonNode[], rules: JsonRules) {
    this.#text = text;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  blank(): string {
    for (let at = 1; at < this.#nodes.length; at = this.#look(at));
    for (const at of this.#labelled) this.#lookBeside(at);
    if (this.#named.size > 0) {
      const { covers } = this.#rules;
      const content = (token: JsonToken) => contentOf(this.#raw(token));
      for (const at of cellsOf({ nodes: this.#nodes, named: this.#named, covers, contentOf: content }))
        this.#secret.add(at);
    }
    return this.#written();
  }

  /** Looks at a value and its name, and returns the number of what is to be looked at next. */
  #look(at: number): number {
    const node = this.#nodes[at];
    if (node === undefined) return at + 1;
    const { key } = node;
    if (key?.isHinted === true) {
      const name = contentOf(this.#raw(key));
      if (this.#rules.covers(name) && !this.#isHarmless(name, node)) {
        this.#secret.add(at);
        this.#changeKey(key, name);
        return node.next;
      }
      this.#changeKey(key, name);
    }
    if (node.kind === 'string' && node.isHinted) this.#lookIn(node);
    else if (node.kind === 'literal' && node.isHinted) this.#noteName(node, contentOf(this.#raw(node)));
    return at + 1;
  }

  #lookIn(node: JsonNode): void {
    const token = this.#raw(node);
    const content = contentOf(token);
    this.#noteName(node, content);
    const blanked = this.#rules.inString(content);
    if (blanked === content) return;
    const written = JSON.stringify(blanked);
    const isWhole = token.length > 1 && parsedString(token) !== undefined;
    this.#changed.set(node.start, isWhole ? written : written.slice(0, -1));
  }

  #changeKey(key: JsonToken, name: string): void {
    const blanked = this.#rules.inString(name);
    if (blanked !== name) this.#changed.set(key.start, JSON.stringify(blanked));
  }

  /** Notes a name of a secret where it is a value itself, so that another beside or below it may be the secret. */
  #noteName({ parent: parentAt, place, key }: JsonNode, content: string): void {
    if (content.length > LONGEST_NAME || !NAME.test(content) || !this.#rules.covers(content)) return;
    const parent = this.#nodes[parentAt];
    if (parent?.kind === 'list') {
      this.#noteInList(parentAt, place);
      // As in `{"loc": ["body", "password"], "input": …}`.
      if (place === parent.count - 1 && this.#isLabel(parent.key)) this.#labelled.add(parent.parent);
    } else if (parent?.kind === 'object' && this.#isLabel(key)) {
      this.#labelled.add(parentAt);
      if (this.#nodes[parent.parent]?.kind === 'list') this.#noteInList(parent.parent, parent.place);
    }
  }

  #noteInList(list: number, place: number): void {
    const places = this.#named.get(list);
    if (places === undefined) this.#named.set(list, new Set([place]));
    else places.add(place);
  }

  #isLabel(key: JsonToken | undefined): boolean {
    return key !== undefined && LABEL.test(this.#wordsOf(key));
  }

  #lookBeside(at: number): void {
    const object = this.#nodes[at];
    if (object?.kind !== 'object') return;
    for (let inner = at + 1; inner < object.next; inner = this.#nodes[inner]?.next ?? object.next) {
      const key = this.#nodes[inner]?.key;
      if (key === undefined || !VALUE.test(this.#wordsOf(key))) continue;
      this.#secret.add(inner);
      // It is no name of a column, but has its value beside it.
      this.#named.get(object.parent)?.delete(object.place);
    }
  }

  /** Whether a value under the name of a secret is none: it says yes or no, or how many there are. */
  #isHarmless(name: string, node: JsonNode): boolean {
    if (node.kind !== 'literal' || !isSecretName(name)) return false;
    const value = this.#raw(node);
    return isYesOrNo(value) || (/^-?\d[\d.eE+-]*$/.test(value) && isCountName(name));
  }

  #written(): string {
    const kept: string[] = [];
    let from = 0;
    const put = (start: number, end: number, text: string) => {
      kept.push(this.#text.slice(from, start), text);
      from = end;
    };
    const putChanged = (token: JsonToken) => {
      const changed = this.#changed.get(token.start);
      if (changed !== undefined) put(token.start, token.end, changed);
    };
    for (let at = 1; at < this.#nodes.length; ) {
      const node = this.#nodes[at];
      if (node === undefined) break;
      if (node.key?.isHinted === true) putChanged(node.key);
      if (this.#secret.has(at)) {
        this.#tell(at, node);
        put(node.start, node.end, `"${this.#rules.blank}"`);
        at = node.next;
      } else {
        if (node.isHinted) putChanged(node);
        at += 1;
      }
    }
    kept.push(this.#text.slice(from));
    return kept.join('');
  }

  /** Tells of all that is in a secret value. */
  #tell(at: number, { next }: JsonNode): void {
    for (const node of this.#nodes.slice(at, next)) {
      if (node.kind === 'string' || node.kind === 'literal') this.#rules.found(contentOf(this.#raw(node)));
    }
  }

  #raw({ start, end }: JsonToken): string {
    return this.#text.slice(start, end);
  }

  #wordsOf(key: JsonToken): string {
    return contentOf(this.#raw(key))
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase();
  }
}

function contentOf(token: string): string {
  if (token.startsWith("'")) return token.replace(/^'|'$/g, '');
  if (!token.startsWith('"')) return token;
  return token.includes('\\') ? (parsedString(token) ?? startOfString(token)) : token.replace(/^"|"$/g, '');
}

function parsedString(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

/** What a string that was cut off, or is not quite one, begins with; the cut may have gone through an escape. */
function startOfString(token: string): string {
  for (let missing = 0; missing < LONGEST_ESCAPE; missing += 1) {
    const text = parsedString(`${token.slice(0, token.length - missing)}"`);
    if (text !== undefined) return text;
  }
  return token.replace(/^"|"$/g, '');
}
