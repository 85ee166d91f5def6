import { type Folds, isUnfolded } from './folds.ts';
import type { PayloadTree } from './payload-tree.ts';
import { TextRows } from './text-rows.ts';

/** A row of a payload: of a value of its tree, `line` lines below it where that is an unfolded text, or of what is below the tree. */
export interface Row {
  readonly node: number;
  readonly line: number;
}

/** Stands for the text that is no JSON, below the tree. */
export const REST = Number.MAX_SAFE_INTEGER - 1;
/** Stands for the note about what is not shown, at the end. */
export const NOTE = Number.MAX_SAFE_INTEGER;
/** The row of the whole payload. */
export const HEADING: Row = { node: 0, line: 0 };

const DEEPEST_INDENT = 0.4;
/** Longest part of a value that is looked at to draw its line: more cells than a screen has. */
export const GLANCE = 1_000;

/** Width of the rows of a payload, and whether secrets in them are shown. */
export interface RowsLayout {
  readonly width: number;
  readonly isRevealed: boolean;
}

/** The rows of a payload at a width, walked from one to the next: only what is on the screen is looked at. */
export class PayloadRows {
  readonly payload: PayloadTree;
  readonly layout: RowsLayout;
  readonly #texts = new Map<number, TextRows>();
  readonly #depths = new Map<number, number>([[0, 0]]);

  constructor(payload: PayloadTree, layout: RowsLayout) {
    this.payload = payload;
    this.layout = layout;
  }

  /** The row behind a row; undefined at the end. */
  next(row: Row, folds: Folds): Row | undefined {
    const { tree } = this.payload;
    if (row.node === NOTE) return undefined;
    if (row.node === REST) return this.#inRest(row.line + 1) ?? this.#note();
    const isOpen = isUnfolded(folds, row.node);
    const lines = isOpen ? (this.#textOf(row.node)?.rows.length ?? 0) : 0;
    if (row.line < lines) return { node: row.node, line: row.line + 1 };
    const node = isOpen ? row.node + 1 : tree.nextOf(row.node);
    if (this.payload.isJson && node < tree.size) return { node, line: 0 };
    return this.#below(folds)[0];
  }

  /** The row before a row; undefined at the start. */
  previous(row: Row, folds: Folds): Row | undefined {
    const { tree } = this.payload;
    if (row.line > 0 && row.node !== REST) return { node: row.node, line: row.line - 1 };
    if (row.node === 0) return undefined;
    if (row.node === REST) return this.#inRest(row.line - 1) ?? this.#lastOfTree(folds);
    if (row.node === NOTE) return this.#lastOfRest(folds) ?? this.#lastOfTree(folds);
    return this.#endOf(this.#shown(row.node - 1, folds, tree.parentOf(row.node)), folds);
  }

  /** The last row. */
  last(folds: Folds): Row {
    return this.#below(folds)[1] ?? this.#lastOfTree(folds);
  }

  /** The row itself where it can be seen, else that of what hides it. */
  shown(row: Row, folds: Folds): Row {
    const { tree, isJson } = this.payload;
    if (row.node === NOTE) return this.#note() ?? this.last(folds);
    if (row.node === REST) {
      const rest = isUnfolded(folds, 0) ? this.#rest() : undefined;
      if (rest === undefined) return HEADING;
      return this.#inRest(row.line) ?? { node: REST, line: rest.rows.length };
    }
    if (!isJson || row.node >= tree.size) return HEADING;
    const node = this.#shown(row.node, folds, -1);
    if (node !== row.node || row.line === 0) return { node, line: 0 };
    const lines = isUnfolded(folds, node) ? (this.#textOf(node)?.rows.length ?? 0) : 0;
    return { node, line: Math.min(row.line, lines) };
  }

  /** True where a value can be unfolded: it holds others, or is longer than its line. */
  canUnfold(node: number): boolean {
    if (node === 0 && this.payload.restAt !== undefined) return true;
    if (!this.payload.isJson || node >= this.payload.tree.size) return false;
    return this.payload.tree.countOf(node) > 0 || this.#textOf(node) !== undefined;
  }

  /** Returns a row's text below its value or below the tree. */
  textOf(row: Row): string {
    const rows = row.node === REST ? this.#rest() : this.#textOf(row.node);
    return rows?.rows[row.line - 1]?.text ?? '';
  }

  /** Row of the text below the tree that holds an offset. */
  restRowAt(offset: number): Row {
    return { node: REST, line: (this.#rest()?.rowAt(offset) ?? 0) + 1 };
  }

  /** Offset from which on nothing is shown; undefined where all is. */
  get cutAt(): number | undefined {
    const { text } = this.payload;
    const cutAt = this.payload.restAt === undefined ? undefined : this.#rest()?.cutAt;
    return cutAt ?? (this.payload.isWhole ? undefined : text.length);
  }

  /** Number of values that a value is in. */
  depthOf(node: number): number {
    const { tree } = this.payload;
    const asked: number[] = [];
    let at = node;
    for (; !this.#depths.has(at); at = tree.parentOf(at)) asked.push(at);
    let depth = this.#depths.get(at) ?? 0;
    for (const inner of asked.reverse()) {
      depth += 1;
      this.#depths.set(inner, depth);
    }
    return depth;
  }

  /** Cells before a value's mark. */
  indentOf(node: number): number {
    return Math.min(2 * this.depthOf(node), Math.floor((this.layout.width * DEEPEST_INDENT) / 2) * 2);
  }

  /** True where texts are still being laid out. */
  get canStep(): boolean {
    return [...this.#texts.values()].some((text) => !text.isComplete);
  }

  /** Lays out some more of the texts. */
  step(): void {
    [...this.#texts.values()].find((text) => !text.isComplete)?.step();
  }

  /** A value or the one that is folded around it, below one that is known to be unfolded: -1 for none. */
  #shown(node: number, folds: Folds, below: number): number {
    const { tree } = this.payload;
    let shown = node;
    for (let at = node; at > 0 && at !== below; ) {
      at = tree.parentOf(at);
      if (at !== below && !isUnfolded(folds, at)) shown = at;
    }
    return shown;
  }

  #endOf(node: number, folds: Folds): Row {
    return { node, line: isUnfolded(folds, node) ? (this.#textOf(node)?.rows.length ?? 0) : 0 };
  }

  #lastOfTree(folds: Folds): Row {
    const { tree, isJson } = this.payload;
    if (!isJson || tree.size === 0) return HEADING;
    return this.#endOf(this.#shown(tree.size - 1, folds, -1), folds);
  }

  #below(folds: Folds): readonly [first: Row | undefined, last: Row | undefined] {
    if (!isUnfolded(folds, 0)) return [undefined, undefined];
    const [first, last] = [this.#inRest(this.payload.isJson ? 0 : 1), this.#lastOfRest(folds)];
    const note = this.#note();
    return [first ?? note, note ?? last];
  }

  #lastOfRest(folds: Folds): Row | undefined {
    const rest = isUnfolded(folds, 0) ? this.#rest() : undefined;
    return rest === undefined ? undefined : this.#inRest(rest.rows.length);
  }

  /** The first line below a tree says what follows; plain text needs no such word. */
  #inRest(line: number): Row | undefined {
    const count = this.#rest()?.rows.length;
    if (count === undefined || line > count || line < (this.payload.isJson ? 0 : 1)) return undefined;
    return { node: REST, line };
  }

  #note(): Row | undefined {
    return this.cutAt === undefined ? undefined : { node: NOTE, line: 0 };
  }

  #rest(): TextRows | undefined {
    const { restAt, text, isComplete } = this.payload;
    if (restAt === undefined || !isComplete) return undefined;
    return this.#textRows(REST, restAt, text.length, this.layout.width - 2);
  }

  /** The text of a value that is longer than its line. */
  #textOf(node: number): TextRows | undefined {
    const { payload, layout } = this;
    const { tree, hidden, isJson } = payload;
    if (!isJson || node >= tree.size || tree.isContainer(node)) return undefined;
    const known = this.#texts.get(node);
    if (known) return known;
    if (!layout.isRevealed && hidden.isHidden(node)) return undefined;
    const [from, to] = [tree.startOf(node), tree.endOf(node)];
    const keyLength = Math.min(GLANCE, tree.keyOf(node, GLANCE)?.length ?? 0);
    const room = layout.width - this.indentOf(node) - 4 - keyLength;
    // A wide character takes two cells.
    if (to - from <= room / 2 || (to - from <= room && /^[\x20-\x7e]*$/.test(tree.sourceOf(node)))) return undefined;
    return this.#textRows(node, from, to, layout.width - this.indentOf(node) - 4);
  }

  #textRows(node: number, from: number, to: number, width: number): TextRows {
    const known = this.#texts.get(node);
    if (known) return known;
    const rows = new TextRows(this.payload.text, { from, to, width, isRevealed: this.layout.isRevealed });
    this.#texts.set(node, rows);
    return rows;
  }
}
