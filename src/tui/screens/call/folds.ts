import type { JsonTree } from '../../../text/json/json-tree.ts';
import { childrenOf } from '../../../text/json/json-tree.ts';

/** Values of a tree that are unfolded: all but some, or some alone. */
export interface Folds {
  readonly isUnfolded: boolean;
  readonly except: ReadonlySet<number>;
}

/** Lines that a payload takes at first; levels that would make it longer are folded. */
const MOST_LINES = 200;

/** Tells whether a value is unfolded. */
export function isUnfolded({ isUnfolded: others, except }: Folds, node: number): boolean {
  return except.has(node) !== others;
}

/** The same folds but for some values. */
export function withFold(folds: Folds, nodes: Iterable<number>, unfolded: boolean): Folds {
  const except = new Set(folds.except);
  for (const node of nodes) {
    if (unfolded === folds.isUnfolded) except.delete(node);
    else except.add(node);
  }
  return { ...folds, except };
}

/** All unfolded, or only the whole. */
export function allFolds(unfolded: boolean): Folds {
  return { isUnfolded: unfolded, except: new Set(unfolded ? [] : [0]) };
}

/** The folds of a tree at first: as many levels unfolded as fit into a few screens. */
export function firstFolds(tree: JsonTree): Folds {
  const unfolded = new Set([0]);
  let lines = 1 + (tree.size > 0 ? tree.countOf(0) : 0);
  for (let level = [0]; lines < MOST_LINES; ) {
    const inner = level.flatMap((node) => [...childrenOf(tree, node)].filter((child) => tree.countOf(child) > 0));
    lines += inner.reduce((sum, node) => sum + tree.countOf(node), 0);
    if (inner.length === 0 || lines > MOST_LINES) break;
    for (const node of inner) unfolded.add(node);
    level = inner;
  }
  return { isUnfolded: false, except: unfolded };
}
