import { isFieldName, isHeaderName } from './field-names.ts';
import type { JsonNode, JsonToken } from './json-tree.ts';
import { isYesOrNo } from './secret-names.ts';

/** Lists in JSON that hold names of secrets, at which places, and how what is in one is read. */
export interface NamedLists {
  readonly nodes: readonly JsonNode[];
  readonly named: ReadonlyMap<number, ReadonlySet<number>>;
  readonly covers: (name: string) => boolean;
  readonly contentOf: (token: JsonToken) => string;
}

// Lists of names that head no columns.
const NO_COLUMNS =
  /(?:required|optional|missing|enum|allowed|denied|forbidden|hidden|excluded?|included?|omit|redact(?:ed)?|blank(?:ed)?|permissions?|scopes?|roles|tags|errors|features|types|methods|words|categories|interests)$/i;
const HEADERS = /(?:headers?|trailers?|metadata)$/i;
const OPERATOR = /^(?:[=!<>]{1,3}|eq|ne|neq|is|in|like|contains|equals?|set)$/i;
const ONE_VALUE = /(?:values?|vals?|rows?|cells?|data|params?|args?|arguments|variables|record)$/i;
const HIGHEST = 6;
const SCOPES = 3;

/** The numbers of the values in JSON that are secrets by a name before them in a list, or at the head of their column. */
export function cellsOf(lists: NamedLists): ReadonlySet<number> {
  return new CellFinder(lists).find();
}

/** What the heads of columns of so many say of the lists of their size that are found below the same value. */
interface Columns {
  readonly places: Set<number>;
  readonly first: number;
}

class CellFinder {
  readonly #lists: NamedLists;
  readonly #found = new Set<number>();
  readonly #heads = new Set<number>();
  /** The columns that are named below a value, by how many there are. */
  readonly #scopes = new Map<number, Map<number, Columns>>();
  /** Lists of rows, with the places that are secret in each. */
  readonly #tables = new Map<number, Set<number>>();
  readonly #pairLists = new Map<number, boolean>();

  constructor(lists: NamedLists) {
    this.#lists = lists;
  }

  find(): ReadonlySet<number> {
    const { named, nodes } = this.#lists;
    for (const [at, places] of named) {
      const list = nodes[at];
      if (list === undefined || places.size === 0) continue;
      this.#findNext(at, list, places);
      if (this.#isHead(at, list, places)) this.#noteHead(at, list, places);
    }
    if (this.#heads.size > 0)
      for (const [at, node] of nodes.entries()) if (node.kind === 'list') this.#findRow(at, node);
    for (const [table, places] of this.#tables) {
      for (const row of this.#childrenOf(table)) {
        if (nodes[row]?.kind === 'list' && !this.#heads.has(row)) this.#mark(row, places);
      }
    }
    return this.#found;
  }

  /** Finds secrets that stand behind their names in the same list. */
  #findNext(at: number, list: JsonNode, places: ReadonlySet<number>): void {
    const kids = this.#childrenOf(at);
    const texts = kids.map((kid) => this.#textOf(kid));
    const isPairs = this.#isPair(list, texts) || this.#isInTurn(list, texts);
    for (const place of places) {
      const value = kids[place + 1];
      const isOption = texts[place]?.startsWith('-') === true && texts[place + 1]?.startsWith('-') !== true;
      if (value !== undefined && (isOption || (isPairs && place % 2 === 0))) this.#found.add(value);
      const operand = kids[place + 2];
      if (operand !== undefined && place === 0 && kids.length === 3 && OPERATOR.test(texts[1] ?? ''))
        this.#found.add(operand);
    }
  }

  /** Whether a list is a name and its value: in a list of such, or by the name alone. */
  #isPair(list: JsonNode, [name = '', value]: readonly (string | undefined)[]): boolean {
    if (list.count !== 2) return false;
    if (this.#isPairList(list.parent)) return true;
    const isUnmistakable = /[-_]|[a-z][A-Z]|^authorization$/.test(name);
    return isUnmistakable && !this.#isName(value) && !/^[A-Za-z]+(?:[-_ ][A-Za-z]+)*$/.test(value ?? '');
  }

  /** Whether names and values take turns in a list, as in raw headers: by the name of the list, or other names that are known. */
  #isInTurn({ count, isCut, key }: JsonNode, texts: readonly (string | undefined)[]): boolean {
    if (count % 2 !== 0 && !isCut) return false;
    const names = texts.filter((_, place) => place % 2 === 0);
    const values = texts.filter((_, place) => place % 2 === 1);
    if (!names.every((name) => name !== undefined && /^[A-Za-z][\w-]*$/.test(name)) || values.every(this.#isName))
      return false;
    const isHeaders = key !== undefined && HEADERS.test(this.#lists.contentOf(key));
    return isHeaders || names.filter(this.#isName).length > 1;
  }

  /** Whether all in a list are pairs that begin with a text. */
  #isPairList(at: number): boolean {
    const known = this.#pairLists.get(at);
    if (known !== undefined) return known;
    const { nodes } = this.#lists;
    const list = nodes[at];
    const isMany = list?.kind === 'list' || (list?.kind === 'root' && list.count > 1);
    const isPairList =
      isMany &&
      this.#childrenOf(at).every((kid) => {
        const pair = nodes[kid];
        const isPair = pair?.kind === 'list' && (pair.count === 2 || (pair.isCut && pair.count < 2));
        return isPair && (pair.count === 0 || nodes[kid + 1]?.kind === 'string');
      });
    this.#pairLists.set(at, isPairList);
    return isPairList;
  }

  /** Whether a list names the columns of a table. */
  #isHead(at: number, { parent: parentAt, place, key, count }: JsonNode, places: ReadonlySet<number>): boolean {
    const { nodes } = this.#lists;
    const parent = nodes[parentAt];
    if (parent?.kind === 'object') return key === undefined || !NO_COLUMNS.test(this.#lists.contentOf(key));
    if (parent === undefined || parent.count < 2) return false;
    const siblings = place === 0 ? this.#childrenOf(parentAt) : [];
    if (place > 0 && nodes[parentAt + 1]?.kind === 'list') return false;
    if (count !== 2 || !this.#isPairList(parentAt)) return true;
    // It may also be an entry of an object: a name and its value.
    const isNamed = (kid: number) => this.#isName(this.#textOf(kid));
    return places.has(1) ? !siblings.slice(1).some((row) => isNamed(row + 1)) : isNamed(at + 2);
  }

  #noteHead(at: number, list: JsonNode, places: ReadonlySet<number>): void {
    const { nodes } = this.#lists;
    this.#heads.add(at);
    let scope = list.parent;
    for (let height = 0; height < SCOPES; height += 1) {
      const columns = this.#scopes.get(scope) ?? new Map<number, Columns>();
      const known = columns.get(list.count);
      columns.set(list.count, {
        places: known === undefined ? new Set(places) : union(known.places, places),
        first: Math.min(at, known?.first ?? at),
      });
      this.#scopes.set(scope, columns);
      const node = nodes[scope];
      if (node?.kind !== 'object' || nodes[node.parent]?.kind !== 'object') return;
      scope = node.parent;
    }
  }

  /** Finds the secrets in a list if it is a row of columns that were named. */
  #findRow(at: number, row: JsonNode): void {
    const { nodes } = this.#lists;
    if (this.#heads.has(at) && nodes[row.parent]?.kind === 'object') return;
    if (row.count > 0 && this.#childrenOf(at).every((kid) => nodes[kid]?.kind === 'list')) return;
    let below = at;
    for (let height = 1; height <= HIGHEST && below !== 0; height += 1) {
      if (this.#heads.has(below) && height > 1) return;
      const above = nodes[below]?.parent ?? 0;
      const columns = this.#columnsOf(above, row);
      if (columns !== undefined) this.#takeRow(at, row, { columns, scope: above, isNear: height === 1 });
      below = above;
    }
  }

  #columnsOf(scope: number, { count, isCut }: JsonNode): Columns | undefined {
    const bySize = this.#scopes.get(scope);
    if (bySize === undefined) return undefined;
    const columns = bySize.get(count);
    if (columns !== undefined || !isCut) return columns;
    return [...bySize].find(([size]) => size > count)?.[1];
  }

  #takeRow(
    at: number,
    row: JsonNode,
    { columns, scope, isNear }: { readonly columns: Columns; readonly scope: number; readonly isNear: boolean },
  ): void {
    const { nodes } = this.#lists;
    const isInObject = nodes[scope]?.kind === 'object';
    if (!isInObject && at <= columns.first) return;
    if (!(isNear ? !isInObject || this.#isOnlyRow(at, row) : this.#isInRows(row))) return;
    this.#mark(at, columns.places);
    // Other rows may be shorter or longer.
    if (nodes[row.parent]?.kind !== 'list') return;
    const known = this.#tables.get(row.parent);
    this.#tables.set(row.parent, known === undefined ? columns.places : union(known, columns.places));
  }

  /** Whether a list beside the names of its columns holds their values, and not other names, rows, or a point on a map. */
  #isOnlyRow(at: number, { count, key }: JsonNode): boolean {
    const { nodes, contentOf } = this.#lists;
    if (key !== undefined && ONE_VALUE.test(contentOf(key))) return this.#isOfScalars(at);
    if (count === 1) return false;
    const kids = this.#childrenOf(at);
    return (
      this.#isOfScalars(at) && kids.some((kid) => nodes[kid]?.kind === 'string' && !this.#isName(this.#textOf(kid)))
    );
  }

  #isOfScalars(at: number): boolean {
    const { nodes } = this.#lists;
    return this.#childrenOf(at).every((kid) => nodes[kid]?.kind === 'string' || nodes[kid]?.kind === 'literal');
  }

  /** Whether a list is in a list, by itself or as almost all of an object: `{"row": […], "meta": …}`. */
  #isInRows({ parent: parentAt }: JsonNode): boolean {
    const { nodes } = this.#lists;
    const parent = nodes[parentAt];
    if (parent?.kind !== 'object') return parent !== undefined;
    return parent.count <= 2 && nodes[parent.parent]?.kind === 'list';
  }

  #mark(row: number, places: ReadonlySet<number>): void {
    const { nodes, contentOf } = this.#lists;
    for (const [place, kid] of this.#childrenOf(row).entries()) {
      const node = nodes[kid];
      if (node === undefined || !places.has(place)) continue;
      if (node.kind !== 'literal' || !isYesOrNo(contentOf(node))) this.#found.add(kid);
    }
  }

  readonly #isName = (text: string | undefined): boolean =>
    text !== undefined && (isFieldName(text) || isHeaderName(text) || this.#lists.covers(text));

  #textOf(at: number): string | undefined {
    const node = this.#lists.nodes[at];
    return node?.kind === 'string' ? this.#lists.contentOf(node) : undefined;
  }

  #childrenOf(at: number): readonly number[] {
    const { nodes } = this.#lists;
    const end = nodes[at]?.next ?? 0;
    const kids: number[] = [];
    for (let kid = at + 1; kid < end; kid = nodes[kid]?.next ?? end) kids.push(kid);
    return kids;
  }
}

function union(one: ReadonlySet<number>, other: ReadonlySet<number>): Set<number> {
  return new Set([...one, ...other]);
}
