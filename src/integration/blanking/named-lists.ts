import { isYesOrNo } from '../../text/secret-names.ts';
import type { JsonDocument } from './json-document.ts';
import type { JsonNode } from './json-tree.ts';
import { PairsInLists } from './pairs-in-lists.ts';

// Lists of names that head no columns.
const NO_COLUMNS =
  /(?:required|optional|missing|enum|allowed|denied|forbidden|hidden|excluded?|included?|omit|redact(?:ed)?|blank(?:ed)?|permissions?|scopes?|roles|tags|errors|features|types|methods|words|categories|interests)$/i;
// Lists that do, and those that hold one value for each.
const COLUMNS = /(?:columns?|cols?|fields?|headers?|heads?|keys|names|schema|attributes|properties|^[chk])$/i;
const ONE_VALUE = /(?:values?|vals?|rows?|cells?|data|params?|args?|arguments|variables|record|^[rvd])$/i;
const HIGHEST = 6;
const SCOPES = 3;

/**
 * The numbers of the values in a document that are secrets by a name before them in a list, or at the head of their column;
 * lists are given by number, with the places at which they hold names of secrets.
 */
export function cellsOf(
  document: JsonDocument,
  named: ReadonlyMap<number, ReadonlySet<number>>,
  covers: (name: string) => boolean,
): ReadonlySet<number> {
  return new CellFinder(document, new PairsInLists(document, covers)).find(named);
}

/** Knowledge from column heads about the lists of the same size below the same value. */
interface Columns {
  readonly places: Set<number>;
  readonly first: number;
  /** True when they are said to be columns. */
  readonly isNamed: boolean;
}

class CellFinder {
  readonly #document: JsonDocument;
  readonly #pairs: PairsInLists;
  readonly #found = new Set<number>();
  readonly #heads = new Set<number>();
  /** The columns that are named below a value, by how many there are. */
  readonly #scopes = new Map<number, Map<number, Columns>>();
  /** Lists of rows, with the places that are secret in each. */
  readonly #tables = new Map<number, Set<number>>();

  constructor(document: JsonDocument, pairs: PairsInLists) {
    this.#document = document;
    this.#pairs = pairs;
  }

  find(named: ReadonlyMap<number, ReadonlySet<number>>): ReadonlySet<number> {
    const { nodes } = this.#document;
    for (const [at, places] of named) {
      const list = nodes[at];
      if (list === undefined || places.size === 0) continue;
      for (const behind of this.#pairs.valuesBehind(at, places)) this.#found.add(behind);
      if (this.#isHead(at, list, places)) this.#noteHead(at, list, places);
    }
    if (this.#heads.size > 0)
      for (const [at, node] of nodes.entries()) if (node.kind === 'list') this.#findRow(at, node);
    for (const [table, places] of this.#tables) {
      for (const row of this.#document.childrenOf(table)) {
        if (nodes[row]?.kind === 'list' && !this.#heads.has(row)) this.#mark(row, places);
      }
    }
    return this.#found;
  }

  /** Tells whether a list names the columns of a table. */
  #isHead(at: number, { parent: parentAt, place, key, count }: JsonNode, places: ReadonlySet<number>): boolean {
    const { nodes } = this.#document;
    const parent = nodes[parentAt];
    if (parent?.kind === 'object') return key === undefined || !NO_COLUMNS.test(this.#document.contentOf(key));
    if (parent === undefined || parent.count < 2) return false;
    const siblings = place === 0 ? this.#document.childrenOf(parentAt) : [];
    if (place > 0 && nodes[parentAt + 1]?.kind === 'list') return false;
    if (count !== 2 || !this.#pairs.isPairList(parentAt)) return true;
    // It may also be an entry of an object: a name and its value.
    const isNamed = (kid: number) => this.#pairs.isName(this.#document.textAt(kid));
    return places.has(1) ? !siblings.slice(1).some((row) => isNamed(row + 1)) : isNamed(at + 2);
  }

  #noteHead(at: number, list: JsonNode, places: ReadonlySet<number>): void {
    const { nodes } = this.#document;
    this.#heads.add(at);
    const isNamed = list.key !== undefined && COLUMNS.test(this.#document.contentOf(list.key));
    let scope = list.parent;
    for (let height = 0; height < SCOPES; height += 1) {
      const columns = this.#scopes.get(scope) ?? new Map<number, Columns>();
      const known = columns.get(list.count);
      columns.set(list.count, {
        places: known === undefined ? new Set(places) : union(known.places, places),
        first: Math.min(at, known?.first ?? at),
        isNamed: isNamed || known?.isNamed === true,
      });
      this.#scopes.set(scope, columns);
      const node = nodes[scope];
      if (node?.kind !== 'object' || nodes[node.parent]?.kind !== 'object') return;
      scope = node.parent;
    }
  }

  /** Finds the secrets in a list if it is a row of columns that were named. */
  #findRow(at: number, row: JsonNode): void {
    const { nodes } = this.#document;
    if (this.#heads.has(at) && nodes[row.parent]?.kind === 'object') return;
    if (row.count > 0 && this.#document.childrenOf(at).every((kid) => nodes[kid]?.kind === 'list')) return;
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
    const { nodes } = this.#document;
    const isInObject = nodes[scope]?.kind === 'object';
    if (!isInObject && at <= columns.first) return;
    if (!(isNear ? !isInObject || this.#isOnlyRow(at, row, columns) : this.#isInRows(row))) return;
    this.#mark(at, columns.places);
    // Other rows may be shorter or longer.
    if (nodes[row.parent]?.kind !== 'list') return;
    const known = this.#tables.get(row.parent);
    this.#tables.set(row.parent, known === undefined ? columns.places : union(known, columns.places));
  }

  /** Tells whether a list beside its column names holds their values, not other names, rows, or a point on a map. */
  #isOnlyRow(at: number, { count, key }: JsonNode, { isNamed }: Columns): boolean {
    const { nodes } = this.#document;
    const kids = this.#document.childrenOf(at);
    if (!kids.every((kid) => this.#document.isScalar(kid))) return false;
    if (key !== undefined && ONE_VALUE.test(this.#document.contentOf(key))) return true;
    // Two lists of names that are not told to be columns and values are just lists.
    if (!isNamed || count === 1) return false;
    const isValue = (kid: number) => nodes[kid]?.kind === 'string' && !this.#pairs.isName(this.#document.textAt(kid));
    return kids.some(isValue);
  }

  /** Tells whether a list is in a list, by itself or as almost all of an object: `{"row": […], "meta": …}`. */
  #isInRows({ parent: parentAt }: JsonNode): boolean {
    const { nodes } = this.#document;
    const parent = nodes[parentAt];
    if (parent?.kind !== 'object') return parent !== undefined;
    return parent.count <= 2 && nodes[parent.parent]?.kind === 'list';
  }

  #mark(row: number, places: ReadonlySet<number>): void {
    const { nodes } = this.#document;
    for (const [place, kid] of this.#document.childrenOf(row).entries()) {
      const node = nodes[kid];
      if (node === undefined || !places.has(place)) continue;
      if (node.kind !== 'literal' || !isYesOrNo(this.#document.contentOf(node))) this.#found.add(kid);
    }
  }
}

function union(one: ReadonlySet<number>, other: ReadonlySet<number>): Set<number> {
  return new Set([...one, ...other]);
}
