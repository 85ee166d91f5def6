import { textsOfVariables, valuesOfVariables } from './graphql-variables.ts';
import { isHarmless, secretsInGroup } from './harmless-values.ts';
import { JsonDocument, parsedString } from './json-document.ts';
import { JsonEdits } from './json-edits.ts';
import type { JsonNode, JsonToken } from './json-tree.ts';
import { cellsOf } from './named-lists.ts';
import type { TextRules } from './text-rules.ts';

/** Rules for JSON; `inString` blanks secrets inside a string, and `variables` names the secret GraphQL variables. */
export interface JsonRules extends TextRules {
  readonly inString: (content: string) => string;
  readonly variables: ReadonlySet<string>;
}

const LABEL =
  /(?:^|[^a-z])(?:name|key|field|header|param|parameter|property|prop|attribute|attr|id|label|variable|var|option|type|kind|k|n|path|pointer|loc)$/;
const VALUE =
  /(?:^|[^a-z])(?:values?|vals?|v|contents?|data|text|raw|input|answer|string|current|new|old|default|received|actual)\d*$/;
// As what is under such a name may be a name itself: no sentence.
const NAME = /^[^\s,;=]+(?: [^\s,;=]+){0,2}$/;
const LONGEST_NAME = 64;

/** Blanks secrets in JSON, whole or broken, by names before them, beside them and above them; all else stays to the letter. */
export function blankJson(text: string, hints: readonly number[], rules: JsonRules): string {
  return new JsonSecrets(new JsonDocument(text, hints), rules).blank();
}

class JsonSecrets {
  readonly #document: JsonDocument;
  readonly #nodes: readonly JsonNode[];
  readonly #rules: JsonRules;
  readonly #edits: JsonEdits;
  /** The objects that name a secret. */
  readonly #labelled = new Set<number>();
  /** The places of names in lists that hold them, or objects with them. */
  readonly #named = new Map<number, Set<number>>();

  constructor(document: JsonDocument, rules: JsonRules) {
    this.#document = document;
    this.#nodes = document.nodes;
    this.#edits = new JsonEdits(document);
    this.#rules = rules;
  }

  blank(): string {
    for (let at = 1; at < this.#nodes.length; at = this.#look(at));
    for (const at of this.#labelled) this.#lookBeside(at);
    if (this.#rules.variables.size > 0) this.#lookForVariables(false);
    if (this.#named.size > 0) {
      for (const at of cellsOf(this.#document, this.#named, this.#rules.covers)) this.#edits.blank(at);
    }
    return this.#edits.written(this.#rules);
  }

  /** Looks at a value and its name, and returns the number of what is to be looked at next. */
  #look(at: number): number {
    const node = this.#nodes[at];
    if (node === undefined) return at + 1;
    const { key } = node;
    // Outside of all braces, a word that has no quotes is one of a text.
    if (key?.isHinted === true && (node.parent !== 0 || this.#document.text[key.start] === '"')) {
      const name = this.#document.contentOf(key);
      this.#changeKey(key, name);
      if (this.#isSecret(at, name)) {
        this.#edits.blank(at);
        return node.next;
      }
    }
    if (node.kind === 'string' && node.isHinted) this.#lookIn(node);
    else if (node.kind === 'literal' && node.isHinted) this.#noteName(node, this.#document.contentOf(node));
    return at + 1;
  }

  /** Tells whether a value is secret by its name; secrets inside a group are noted instead. */
  #isSecret(at: number, name: string): boolean {
    if (!this.#rules.covers(name) || isHarmless(this.#document, at, name)) return false;
    const inside = secretsInGroup(this.#document, at, name);
    for (const inner of inside ?? []) this.#edits.blank(inner);
    return inside === undefined;
  }

  #lookIn(node: JsonNode): void {
    const token = this.#document.raw(node);
    const content = this.#document.contentOf(node);
    this.#noteName(node, content);
    const blanked = this.#rules.inString(content);
    if (blanked === content) return;
    const written = JSON.stringify(blanked);
    const isWhole = token.length > 1 && parsedString(token) !== undefined;
    this.#edits.replace(node, isWhole ? written : written.slice(0, -1));
  }

  #changeKey(key: JsonToken, name: string): void {
    const blanked = this.#rules.inString(name);
    if (blanked !== name) this.#edits.replace(key, JSON.stringify(blanked));
  }

  /** Notes a name of a secret if it is a value itself, so that another beside or below it may be the secret. */
  #noteName({ parent: parentAt, place, key }: JsonNode, content: string): void {
    if (content.length > LONGEST_NAME || !NAME.test(content) || !this.#rules.covers(content)) return;
    const parent = this.#nodes[parentAt];
    if (parent?.kind === 'list') {
      this.#noteInList(parentAt, place);
      // As in `{"loc": ["body", "password"], "input": …}`.
      if (place === parent.count - 1 && this.#isLabel(parent.key)) this.#labelled.add(parent.parent);
    } else if (parent?.kind === 'object' && this.#isLabel(key) && !this.#isKindOfToken(key, content)) {
      this.#labelled.add(parentAt);
      if (this.#nodes[parent.parent]?.kind === 'list') this.#noteInList(parent.parent, parent.place);
    }
  }

  #noteInList(list: number, place: number): void {
    const places = this.#named.get(list);
    if (places === undefined) this.#named.set(list, new Set([place]));
    else places.add(place);
  }

  /** Finds the values of variables that are handed to arguments which are secret. */
  #lookForVariables(isBelow: boolean): void {
    const { variables } = this.#rules;
    for (const at of valuesOfVariables(this.#document, variables, isBelow)) this.#edits.blank(at);
    for (const at of textsOfVariables(this.#document)) {
      const node = this.#nodes[at];
      if (node === undefined) continue;
      const content = this.#document.contentOf(node);
      const inside = new JsonSecrets(new JsonDocument(content, []), this.#rules);
      inside.#lookForVariables(true);
      const blanked = this.#rules.inString(inside.#edits.written(this.#rules));
      if (blanked !== content) this.#edits.replace(node, JSON.stringify(blanked));
    }
  }

  #isLabel(key: JsonToken | undefined): boolean {
    return key !== undefined && LABEL.test(this.#document.wordsOf(key));
  }

  /** Tells whether a name marks a parser's token, a piece of a text. */
  #isKindOfToken(key: JsonToken | undefined, content: string): boolean {
    return key !== undefined && /^tokens?$/i.test(content) && /(?:type|kind)$/.test(this.#document.wordsOf(key));
  }

  #lookBeside(at: number): void {
    const object = this.#nodes[at];
    if (object?.kind !== 'object') return;
    for (let inner = at + 1; inner < object.next; inner = this.#nodes[inner]?.next ?? object.next) {
      const key = this.#nodes[inner]?.key;
      if (key === undefined || !VALUE.test(this.#document.wordsOf(key))) continue;
      this.#edits.blank(inner);
      // It is no name of a column, but has its value beside it.
      this.#named.get(object.parent)?.delete(object.place);
    }
  }
}
