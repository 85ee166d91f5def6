import { type Folds, isUnfolded } from './folds.ts';
import { PayloadTexts, type RowsLayout } from './payload-texts.ts';
import type { PayloadTree } from './payload-tree.ts';

/** A row of a payload: of a value of its tree, `line` lines below it if that is an unfolded text, or of what is below the tree. */
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

/** The rows of a payload at a width, walked from one to the next: only what is on the screen is looked at. */
export class PayloadRows {
  readonly payload: PayloadTree;
  readonly layout: RowsLayout;
  readonly texts: PayloadTexts;

  constructor(payload: PayloadTree, layout: RowsLayout) {
    this.payload = payload;
    this.layout = layout;
    this.texts = new PayloadTexts(payload, layout);
  }

  /** The row behind a row; undefined at the end. */
  next(row: Row, folds: Folds): Row | undefined {
    const { tree } = this.payload;
    if (row.node === NOTE) return undefined;
    if (row.node === REST) return this.#inRest(row.line + 1) ?? this.#note();
    const isOpen = isUnfolded(folds, row.node);
    const lines = isOpen ? (this.texts.of(row.node)?.rows.length ?? 0) : 0;
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

  /** The row itself if it can be seen, else that of what hides it. */
  shown(row: Row, folds: Folds): Row {
    const { tree, isJson } = this.payload;
    if (row.node === NOTE) return this.#note() ?? this.last(folds);
    if (row.node === REST) {
      const rest = isUnfolded(folds, 0) ? this.texts.rest : undefined;
      if (rest === undefined) return HEADING;
      return this.#inRest(row.line) ?? { node: REST, line: rest.rows.length };
    }
    if (!isJson || row.node >= tree.size) return HEADING;
    const node = this.#shown(row.node, folds, -1);
    if (node !== row.node || row.line === 0) return { node, line: 0 };
    const lines = isUnfolded(folds, node) ? (this.texts.of(node)?.rows.length ?? 0) : 0;
    return { node, line: Math.min(row.line, lines) };
  }

  /** True if a value can be unfolded: it holds others, or is longer than its line. */
  canUnfold(node: number): boolean {
    if (node === 0 && this.payload.restAt !== undefined) return true;
    if (!this.payload.isJson || node >= this.payload.tree.size) return false;
    return this.payload.tree.countOf(node) > 0 || this.texts.of(node) !== undefined;
  }

  /** Returns a row's text below its value or below the tree. */
  textOf(row: Row): string {
    const rows = row.node === REST ? this.texts.rest : this.texts.of(row.node);
    return rows?.rows[row.line - 1]?.text ?? '';
  }

  /** True for the last row of a value that has more rows than are shown. */
  isCut({ node, line }: Row): boolean {
    const text = this.texts.of(node);
    return text?.cutAt !== undefined && line === text.rows.length;
  }

  /** Row of the text below the tree that holds an offset. */
  restRowAt(offset: number): Row {
    return { node: REST, line: (this.texts.rest?.rowAt(offset) ?? 0) + 1 };
  }

  /** Offset from which on nothing is shown; undefined if all is. */
  get cutAt(): number | undefined {
    const { text } = this.payload;
    const cutAt = this.payload.restAt === undefined ? undefined : this.texts.rest?.cutAt;
    return cutAt ?? (this.payload.isWhole ? undefined : text.length);
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
    return { node, line: isUnfolded(folds, node) ? (this.texts.of(node)?.rows.length ?? 0) : 0 };
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
    const rest = isUnfolded(folds, 0) ? this.texts.rest : undefined;
    return rest === undefined ? undefined : this.#inRest(rest.rows.length);
  }

  /** The first line below a tree says what follows; plain text needs no such word. */
  #inRest(line: number): Row | undefined {
    const count = this.texts.rest?.rows.length;
    if (count === undefined || line > count || line < (this.payload.isJson ? 0 : 1)) return undefined;
    return { node: REST, line };
  }

  #note(): Row | undefined {
    return this.cutAt === undefined ? undefined : { node: NOTE, line: 0 };
  }
}
