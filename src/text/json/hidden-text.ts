import { HIDDEN, HiddenValues, withoutEmails, withoutSecrets } from './hidden-values.ts';
import { JsonReader } from './json-reader.ts';
import type { JsonTree } from './json-tree.ts';
import { LongText } from './long-text.ts';

/** A tree, which of its values are hidden, and the text that it was read from. */
export interface ReadText {
  readonly tree: JsonTree;
  readonly hidden: HiddenValues;
  readonly text: Pick<LongText, 'slice'>;
}

/** A part of the text around a value, without what is hidden in that. */
export function withoutHidden(
  { tree, hidden, text }: ReadText,
  node: number,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const parts: string[] = [];
  let at = from;
  for (let inner = node; inner < tree.nextOf(node); inner += 1) {
    if (!hidden.isHidden(inner)) continue;
    parts.push(withoutEmails(text.slice(at, tree.startOf(inner))), `"${HIDDEN}"`);
    at = tree.endOf(inner);
  }
  return [...parts, withoutEmails(text.slice(at, to))].join('');
}

/** Reads a whole text into a tree at once; what follows the first value of JSON is not in it. */
export function readWhole(source: string): ReadText {
  const text = new LongText(source, true);
  const reader = new JsonReader(text);
  while (!reader.isComplete) reader.step();
  return { tree: reader.tree, hidden: new HiddenValues(reader.tree), text };
}

/** A stored payload without its secrets and e-mail addresses, whether it is JSON or not. */
export function hiddenText(source: string): string {
  const read = readWhole(source);
  if (read.tree.size === 0) return withoutSecrets(source);
  const to = read.tree.endOf(0);
  return withoutHidden(read, 0, { from: 0, to }) + withoutSecrets(source.slice(to));
}
