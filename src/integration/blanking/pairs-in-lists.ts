import { isFieldName, isHeaderName } from './field-names.ts';
import type { JsonDocument } from './json-document.ts';
import type { JsonNode } from './json-tree.ts';

const HEADERS = /(?:headers?|trailers?|metadata)$/i;
const OPERATOR = /^(?:[=!<>]{1,3}|eq|ne|neq|is|in|like|contains|equals?|set)$/i;

/** Finds out where lists of a document hold names and their values, one behind the other. */
export class PairsInLists {
  readonly #document: JsonDocument;
  readonly #covers: (name: string) => boolean;
  readonly #known = new Map<number, boolean>();

  constructor(document: JsonDocument, covers: (name: string) => boolean) {
    this.#document = document;
    this.#covers = covers;
  }

  /** The values in a list that stand behind the names of secrets at these places. */
  valuesBehind(at: number, places: ReadonlySet<number>): readonly number[] {
    const list = this.#document.nodes[at];
    if (list === undefined) return [];
    const kids = this.#document.childrenOf(at);
    const texts = kids.map((kid) => this.#document.textAt(kid));
    const isPairs = this.#isPair(list, texts) || this.#isInTurn(list, texts);
    const isOperation = kids.length === 3 && OPERATOR.test(texts[1] ?? '');
    return Array.from(places).flatMap((place) => {
      const isOption = texts[place]?.startsWith('-') === true && texts[place + 1]?.startsWith('-') !== true;
      const behind = isOption || (isPairs && place % 2 === 0) ? kids.slice(place + 1, place + 2) : [];
      return place === 0 && isOperation ? [...behind, ...kids.slice(2)] : behind;
    });
  }

  /** Tells whether a list holds only pairs that begin with a text. */
  isPairList(at: number): boolean {
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    const { nodes } = this.#document;
    const list = nodes[at];
    const isMany = list?.kind === 'list' || (list?.kind === 'root' && list.count > 1);
    const isPairList =
      isMany &&
      this.#document.childrenOf(at).every((kid) => {
        const pair = nodes[kid];
        const isPair = pair?.kind === 'list' && (pair.count === 2 || (pair.isCut && pair.count < 2));
        return isPair && (pair.count === 0 || nodes[kid + 1]?.kind === 'string');
      });
    this.#known.set(at, isPairList);
    return isPairList;
  }

  /** Tells whether a text is the name of a field, a header or a secret. */
  readonly isName = (text: string | undefined): boolean =>
    text !== undefined && (isFieldName(text) || isHeaderName(text) || this.#covers(text));

  /** Tells whether a list is a name and its value, because it is in a list of pairs or by the name alone. */
  #isPair(list: JsonNode, [name = '', value]: readonly (string | undefined)[]): boolean {
    if (list.count !== 2) return false;
    if (this.isPairList(list.parent)) return true;
    const isUnmistakable = /[-_]|[a-z][A-Z]|^authorization$/.test(name);
    return isUnmistakable && !this.isName(value) && !/^[A-Za-z]+(?:[-_ ][A-Za-z]+)*$/.test(value ?? '');
  }

  /** Tells whether names and values alternate, as in raw headers: by the list's name, or if other names are known. */
  #isInTurn({ count, isCut, key }: JsonNode, texts: readonly (string | undefined)[]): boolean {
    if (count % 2 !== 0 && !isCut) return false;
    const names = texts.filter((_, place) => place % 2 === 0);
    const values = texts.filter((_, place) => place % 2 === 1);
    if (!names.every((name) => name !== undefined && /^[A-Za-z][\w-]*$/.test(name)) || values.every(this.isName))
      return false;
    const isHeaders = key !== undefined && HEADERS.test(this.#document.contentOf(key));
    return isHeaders || names.filter(this.isName).length > 1;
  }
}
