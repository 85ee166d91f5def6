import { type JsonStep, stringOf } from '../../../text/json/json-tree.ts';
import type { PayloadTree, Side } from './payload-tree.ts';

/** A value in a payload, and the way to it: what a filter needs to ask for other calls with it. */
export interface SelectedValue {
  readonly payload: Side;
  readonly path: readonly JsonStep[];
  /** Its meaning as text: without quotes and escapes; a number as it is stored. Undefined for an object, a list, or no JSON. */
  readonly value: { readonly kind: 'string' | 'number' | 'word'; readonly text: string } | undefined;
}

/** Describes the value of a tree's number: `=` on it filters by its path and value. */
export function selectedValue({ side, tree, isJson }: PayloadTree, node: number): SelectedValue {
  if (!isJson || node >= tree.size) return { payload: side, path: [], value: undefined };
  const [path, kind] = [tree.pathOf(node), tree.kindOf(node)];
  if (kind === 'object' || kind === 'list') return { payload: side, path, value: undefined };
  const source = tree.sourceOf(node);
  return { payload: side, path, value: { kind, text: kind === 'string' ? stringOf(source) : source } };
}
