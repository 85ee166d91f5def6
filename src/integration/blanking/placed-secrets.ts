import type { JsonDocument } from './json-document.ts';
import { isJsonLiteral } from './json-syntax.ts';
import type { JsonNode } from './json-tree.ts';
import { jsonValuesOf } from './json-values.ts';
import { isSecretPlace, type Place, type Places } from './places.ts';

/** Rules for what is secret by its place: the paths, the top, and the question that a program is asked, if it has one. */
export interface PlaceRules {
  readonly places: Places;
  readonly top: Place;
  /** True when all of the text is JSON, and not only something in it. */
  readonly isJson: boolean;
  /** True when a text may have secrets by their place without the last name of any path. */
  readonly isAlways: boolean;
  readonly ask: ((names: readonly string[], value: unknown) => boolean) | undefined;
}

const NAME = /^'.*'$|^[\p{L}_$][\p{L}\p{N}_$-]*$/u;
// Deeper values are not asked about: to hold the names that lead to each would take memory with the square of the depth.
const DEEPEST = 100;

/** Finds the values of a document that are secret by their place, or because the program says so. */
export class PlacedSecrets {
  readonly #document: JsonDocument;
  readonly #rules: PlaceRules;
  readonly #places: (Place | undefined)[] = [];
  readonly #secret = new Set<number>();
  readonly #values: readonly unknown[];

  constructor(document: JsonDocument, rules: PlaceRules) {
    this.#document = document;
    this.#rules = rules;
    this.#values = rules.ask === undefined ? [] : jsonValuesOf(document);
    this.#places[0] = rules.top;
    const { nodes } = document;
    for (let at = 1; at < nodes.length; ) at = this.#look(at, nodes[at]);
  }

  /** Tells whether a value is secret. */
  has(at: number): boolean {
    return this.#secret.has(at);
  }

  /** The place of a value in which there may be more of them. */
  placeOf(at: number): Place | undefined {
    return this.#places[at];
  }

  /** Notes the place of a value and whether it is secret, and returns the number of the next to look at. */
  #look(at: number, node: JsonNode | undefined): number {
    if (node === undefined) return at + 1;
    const place = this.#placeOf(node);
    if (place === undefined) return node.next;
    if (isSecretPlace(place) || this.#isRefused(at, node, place)) {
      this.#secret.add(at);
      return node.next;
    }
    if (place.reached.length === 0 && this.#rules.ask === undefined) return node.next;
    this.#places[at] = place;
    return at + 1;
  }

  #placeOf(node: JsonNode): Place | undefined {
    const { key, parent, place } = node;
    const above = this.#places[parent];
    if (above === undefined) return undefined;
    const { places, isJson } = this.#rules;
    if (!isJson && this.#isWord(node)) return undefined;
    const name = key === undefined ? String(place) : this.#document.contentOf(key);
    if (parent !== 0) return places.below(above, name, key === undefined);
    if (key === undefined) return above;
    const { names, reached } = places.below(above, name);
    return { names, reached: [...above.reached, ...reached] };
  }

  /** Tells whether what looks like a value is a word of a text, as in the route `/items/{id}`. */
  #isWord(node: JsonNode): boolean {
    const { key, parent, kind } = node;
    const { nodes, text } = this.#document;
    const isScalar = kind === 'string' || kind === 'literal';
    if (key !== undefined) {
      if (text[key.start] === '"') return false;
      return parent === 0 ? isScalar : !NAME.test(this.#document.raw(key));
    }
    if (parent === 0) return isScalar;
    if (nodes[parent]?.kind === 'object') return true;
    if (kind !== 'literal' || this.#document.isCutOff(node)) return false;
    return !isJsonLiteral(this.#document.raw(node)) && text[node.start] !== "'";
  }

  #isRefused(at: number, node: JsonNode, { names }: Place): boolean {
    const { ask } = this.#rules;
    if (ask === undefined) return false;
    return names.length > DEEPEST || this.#document.isCutOff(node) || ask(names, this.#values[at]);
  }
}
