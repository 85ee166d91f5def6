import { printable } from '../../../text/printable.ts';
import { cellWidth } from '../../../text/width.ts';
import type { PayloadTree } from './payload-tree.ts';
import { TextRows } from './text-rows.ts';

/** Longest part of a value that is looked at to draw its line: more cells than a screen has. */
export const GLANCE = 1_000;

/** Width of the rows of a payload, and whether secrets in them are shown. */
export interface RowsLayout {
  readonly width: number;
  readonly isRevealed: boolean;
}

const DEEPEST_INDENT = 0.4;
const MARK_CELLS = 4;

/** The texts of a payload that take rows of their own, laid out once they are asked for: long values, and what is no JSON. */
export class PayloadTexts {
  readonly #payload: PayloadTree;
  readonly #layout: RowsLayout;
  readonly #values = new Map<number, TextRows>();
  #rest: TextRows | undefined;
  readonly #depths = new Map<number, number>([[0, 0]]);

  constructor(payload: PayloadTree, layout: RowsLayout) {
    this.#payload = payload;
    this.#layout = layout;
  }

  /** The text below the tree; undefined if there is none. */
  get rest(): TextRows | undefined {
    const { restAt, text, isComplete } = this.#payload;
    if (restAt === undefined || !isComplete) return undefined;
    this.#rest ??= this.#rowsOf(restAt, text.length, this.#layout.width - 2);
    return this.#rest;
  }

  /** The text of a value that is longer than its line; undefined if it is not, or hidden. */
  of(node: number): TextRows | undefined {
    const { tree, hidden, isJson } = this.#payload;
    if (!isJson || node >= tree.size || tree.isContainer(node)) return undefined;
    const known = this.#values.get(node);
    if (known) return known;
    if (!this.#layout.isRevealed && hidden.isHidden(node)) return undefined;
    const [from, to] = [tree.startOf(node), tree.endOf(node)];
    const width = this.#layout.width - this.indentOf(node) - MARK_CELLS;
    const room = width - (tree.keyOf(node, GLANCE)?.length ?? 0);
    if (to - from <= room && cellWidth(printable(tree.sourceOf(node))) <= room) return undefined;
    const rows = this.#rowsOf(from, to, width);
    this.#values.set(node, rows);
    return rows;
  }

  /** Number of values that a value is in. */
  depthOf(node: number): number {
    const { tree } = this.#payload;
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
    return Math.min(2 * this.depthOf(node), Math.floor((this.#layout.width * DEEPEST_INDENT) / 2) * 2);
  }

  /** True if texts are still being laid out. */
  get canStep(): boolean {
    return this.#next() !== undefined;
  }

  /** Lays out some more of the texts. */
  step(): void {
    this.#next()?.step();
  }

  #next(): TextRows | undefined {
    return [this.#rest, ...this.#values.values()].find((text) => text !== undefined && !text.isComplete);
  }

  #rowsOf(from: number, to: number, width: number): TextRows {
    return new TextRows(this.#payload.text, { from, to, width, isRevealed: this.#layout.isRevealed });
  }
}
