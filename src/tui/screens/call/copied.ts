import { formatBytes } from '../../../text/format.ts';
import { HIDDEN, withoutEmails, withoutSecrets } from '../../../text/json/hidden-values.ts';
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
  const { tree, isJson } = payload;
  if (!isJson) return copiedPayload(payload, isRevealed);
  return isRevealed ? sized(tree.sourceOf(node, COPIED_BYTES + 1)) : withoutHidden(payload, node);
}

/** A whole payload as it is stored, but for what is hidden. */
export function copiedPayload(payload: PayloadTree, isRevealed: boolean): Copied {
  const { payload: stored, text, isJson, restAt, tree } = payload;
  if (stored === null) return { refusal: `This call was logged without a ${payloadNoun(payload.side)}.` };
  if (stored.byteCount > COPIED_BYTES) return tooLong(stored.byteCount);
  if (!payload.isComplete) return { refusal: 'The payload is still being read.' };
  if (isRevealed) return sized(text.slice(0));
  if (!isJson) return { text: withoutSecrets(text.slice(0)), hiddenCount: 0 };
  const start = tree.startOf(0);
  const source = withoutHidden(payload, 0);
  if ('refusal' in source) return source;
  const end = restAt ?? tree.endOf(0);
  return { ...source, text: text.slice(0, start) + source.text + withoutSecrets(text.slice(end)) };
}

function withoutHidden({ tree, hidden, text, restAt }: PayloadTree, node: number): Copied {
  const start = tree.startOf(node);
  const end = tree.isOpen(node) ? (restAt ?? text.length) : tree.endOf(node);
  if (end - start > COPIED_BYTES) return tooLong(end - start);
  const parts: string[] = [];
  let [from, hiddenCount] = [start, 0];
  for (let at = node; at < tree.nextOf(node); at += 1) {
    if (!hidden.isHidden(at)) continue;
    parts.push(withoutEmails(text.slice(from, tree.startOf(at))), `"${HIDDEN}"`);
    from = tree.endOf(at);
    hiddenCount += 1;
  }
  const shown = [...parts, withoutEmails(text.slice(from, end))].join('');
  const emails = shown.split(HIDDEN).length - 1 - hiddenCount;
  return { text: shown, hiddenCount: hiddenCount + emails };
}

function sized(text: string): Copied {
  const byteCount = new TextEncoder().encode(text).length;
  return byteCount > COPIED_BYTES ? tooLong(byteCount) : { text, hiddenCount: 0 };
}

function tooLong(byteCount: number): Copied {
  return { refusal: `${formatBytes(byteCount)} are too much for a clipboard.` };
}
