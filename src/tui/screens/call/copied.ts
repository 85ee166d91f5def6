import { formatBytes } from '../../../text/format.ts';
import { withoutHidden } from '../../../text/json/hidden-text.ts';
import { HIDDEN, withoutSecrets } from '../../../text/json/hidden-values.ts';
import { stringOf } from '../../../text/json/json-tree.ts';
import { type PayloadTree, payloadNoun } from './payload-tree.ts';

/** Longest text that is copied: terminals silently drop more than that. */
export const COPIED_BYTES = 1_000_000;

/** A text for the clipboard, and the number of secrets in it that `•••` stands for; or the sentence why there is none. */
export type Copied = { readonly text: string; readonly hiddenCount: number } | { readonly refusal: string };

/** A value without its quotes and escapes; what holds others as JSON. */
export function copiedValue(payload: PayloadTree, node: number, isRevealed: boolean): Copied {
  const { tree, hidden, isJson } = payload;
  if (!isJson) return copiedPayload(payload, isRevealed);
  if (!isRevealed && hidden.isHidden(node)) return { refusal: 'This value is hidden: r shows it, then y copies it.' };
  const source = copiedSource(payload, node, isRevealed);
  if ('refusal' in source || tree.kindOf(node) !== 'string') return source;
  return { ...source, text: stringOf(source.text) };
}

/** A value as it is stored, but for what is hidden. */
export function copiedSource(payload: PayloadTree, node: number, isRevealed: boolean): Copied {
  // The row of the whole stands for what is no JSON behind it, too.
  if (!payload.isJson || (node === 0 && payload.tree.isContainer(0))) return copiedPayload(payload, isRevealed);
  const range = { from: payload.tree.startOf(node), to: endOf(payload, node) };
  if (range.to - range.from > COPIED_BYTES) return tooLong(range.to - range.from);
  const source = payload.text.slice(range.from, range.to);
  return isRevealed ? sized(source) : hidden(source, withoutHidden(payload, node, range));
}

/** A whole payload as it is stored, but for what is hidden. */
export function copiedPayload(payload: PayloadTree, isRevealed: boolean): Copied {
  const { payload: stored, text, isJson } = payload;
  if (stored === null) return { refusal: `This call was logged without a ${payloadNoun(payload.side)}.` };
  if (stored.byteCount > COPIED_BYTES) return tooLong(stored.byteCount);
  if (!payload.isComplete) return { refusal: 'The payload is still being read.' };
  const source = text.slice(0);
  if (isRevealed) return sized(source);
  if (!isJson) return hidden(source, withoutSecrets(source));
  const to = endOf(payload, 0);
  return hidden(source, withoutHidden(payload, 0, { from: 0, to }) + withoutSecrets(text.slice(to)));
}

/** Offset behind a value; one whose end was not read ends where the tree does. */
function endOf({ tree, text, restAt }: PayloadTree, node: number): number {
  return tree.isOpen(node) ? (restAt ?? text.length) : tree.endOf(node);
}

function hidden(source: string, shown: string): Copied {
  const countIn = (text: string): number => text.split(HIDDEN).length - 1;
  return { text: shown, hiddenCount: countIn(shown) - countIn(source) };
}

function sized(text: string): Copied {
  const byteCount = new TextEncoder().encode(text).length;
  return byteCount > COPIED_BYTES ? tooLong(byteCount) : { text, hiddenCount: 0 };
}

function tooLong(byteCount: number): Copied {
  return { refusal: `${formatBytes(byteCount)} are too much for a clipboard.` };
}
