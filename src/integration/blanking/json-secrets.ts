import { textsOfVariables, valuesOfVariables } from './graphql-variables.ts';
import { isHarmless, secretsInGroup } from './harmless-values.ts';
import { JsonDocument } from './json-document.ts';
import { JsonEdits } from './json-edits.ts';
import type { JsonNode, JsonToken } from './json-tree.ts';
import { cellsOf } from './named-lists.ts';
import type { Patterns } from './patterns.ts';
import { PlacedSecrets, type PlaceRules } from './placed-secrets.ts';
import type { Place, Places } from './places.ts';
import { BLANKED } from './secret-values.ts';
import type { TextRules } from './text-rules.ts';

/** Rules for JSON: those for texts, for the strings and numbers in it, and for places. */
export interface JsonRules extends TextRules {
  /** Blanks the secrets inside a string. */
  readonly inString: (content: string, string: StringKind) => string;
  /** The secret variables of GraphQL. */
  readonly variables: ReadonlySet<string>;
  /** Rules for what is secret by its place, if the options have any. */
  readonly placed: PlaceRules | undefined;
  /** The patterns of the options, if they have any. */
  readonly patterns: Patterns | undefined;
}

/** Facts about a string in JSON. */
export interface StringKind {
  /** True when it holds a hint. */
  readonly isHinted: boolean;
  /** Its place, where some values in it may be secret by theirs. */
  readonly place?: Place | undefined;
  /** True when it is only the beginning of one. */
  readonly isCut?: boolean;
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
  readonly #placed: PlacedSecrets | undefined;
  /** The objects that name a secret. */
  readonly #labelled = new Set<number>();
  /** The places of names in lists that hold them, or objects with them. */
  readonly #named = new Map<number, Set<number>>();

  constructor(document: JsonDocument, rules: JsonRules) {
    this.#document = document;
    this.#nodes = document.nodes;
    this.#edits = new JsonEdits(document);
    this.#rules = rules;
    this.#placed = rules.placed === undefined ? undefined : new PlacedSecrets(document, rules.placed);
  }

  blank(): string {
    for (let at = 1; at < this.#nodes.length; at = this.#look(at));
    if (this.#rules.placed !== undefined) this.#noteWays(this.#rules.placed.places);
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
    const { patterns, placed } = this.#rules;
    // Outside of all braces, a word that has no quotes is one of a text.
    const isWord = node.parent === 0 && key !== undefined && this.#document.text[key.start] !== '"';
    const name = key === undefined || isWord ? undefined : this.#nameOf(key);
    if (this.#placed?.has(at) === true || (name !== undefined && this.#isSecret(at, name))) {
      this.#edits.blank(at);
      return node.next;
    }
    if (node.kind === 'string' && (node.isHinted || patterns !== undefined || placed?.isAlways === true))
      this.#lookIn(at, node);
    else if (node.kind === 'literal') this.#lookAt(at, node);
    return at + 1;
  }

  /** The name of a value, from which what is secret itself is taken; undefined where it can be no secret's. */
  #nameOf(key: JsonToken): string | undefined {
    if (!key.isHinted && this.#rules.patterns === undefined) return undefined;
    const name = this.#document.contentOf(key);
    const blanked = this.#rules.inString(name, key);
    if (blanked !== name) this.#edits.replace(key, this.#document.rewritten(key, blanked, BLANKED));
    return key.isHinted ? name : undefined;
  }

  /** Tells whether a value is secret by its name; secrets inside a group are noted instead. */
  #isSecret(at: number, name: string): boolean {
    if (!this.#rules.covers(name)) return false;
    if (this.#rules.isOwn(name)) return true;
    if (isHarmless(this.#document, at, name)) return false;
    const inside = secretsInGroup(this.#document, at, name);
    for (const inner of inside ?? []) this.#edits.blank(inner);
    return inside === undefined;
  }

  #lookIn(at: number, node: JsonNode): void {
    const content = this.#document.contentOf(node);
    if (node.isHinted) this.#noteName(node, content);
    const isCut = this.#document.isCutOff(node);
    const blanked = this.#rules.inString(content, { isHinted: node.isHinted, place: this.#placed?.placeOf(at), isCut });
    if (blanked !== content) this.#edits.replace(node, this.#document.rewritten(node, blanked, BLANKED));
  }

  #lookAt(at: number, node: JsonNode): void {
    const { patterns } = this.#rules;
    if (node.isHinted) this.#noteName(node, this.#document.contentOf(node));
    const isCut = this.#document.isCutOff(node);
    if (patterns?.isInNumber(this.#document.raw(node), isCut) === true) this.#edits.blank(at);
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

  /** Notes the objects that name a path to a secret by a list of its steps: `{"loc": ["body", "recipient", "age"], "input": …}`. */
  #noteWays(places: Places): void {
    for (const [at, { kind, key, parent }] of this.#nodes.entries()) {
      if (kind !== 'list' || !this.#isLabel(key)) continue;
      const steps = this.#document.childrenOf(at).flatMap((kid) => {
        const step = this.#nodes[kid];
        return step === undefined ? [] : this.#document.contentOf(step);
      });
      if (places.isOnWay(steps)) this.#labelled.add(parent);
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
      const inside = new JsonSecrets(new JsonDocument(content, []), { ...this.#rules, placed: undefined });
      inside.#lookForVariables(true);
      const blanked = this.#rules.inString(inside.#edits.written(this.#rules), {
        isHinted: true,
        place: this.#placed?.placeOf(at),
      });
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
