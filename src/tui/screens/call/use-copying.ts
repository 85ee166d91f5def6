import { printPath } from '../../../filter/path.ts';
import type { StoredCall } from '../../../model/call.ts';
import { curlCommand } from '../../../text/curl.ts';
import { formatBytes } from '../../../text/format.ts';
import { withoutEmails } from '../../../text/json/hidden-values.ts';
import { isShownAsItIs } from '../../../text/printable.ts';
import { useServices } from '../../context/services.tsx';
import { useCopy } from '../../context/use-copy.ts';
import { CLIPBOARD_BYTES, sentToClipboard } from '../../terminal/clipboard.ts';
import { type Copied, copiedPayload, copiedSource, copiedValue } from './copied.ts';
import { REST } from './payload-rows.ts';
import { payloadNoun } from './payload-tree.ts';
import type { Place } from './stack.ts';
import type { Trees } from './use-stored-call.ts';

/** Keys that copy parts of a call. */
export interface Copying {
  /** Copies the selected value; answers why it cannot. */
  copyValue(): string | undefined;
  copyPath(path: string): void;
  openMenu(): void;
}

/** Things that can be copied, in the order of the menu. */
const MENU = [
  { id: 'path', label: 'path' },
  { id: 'node', label: 'selected value as JSON' },
  { id: 'request', label: 'request' },
  { id: 'response', label: 'response' },
  { id: 'curl', label: 'curl command' },
] as const;

/** Copies parts of a call as they are shown: what is hidden stays hidden, and the message says so. */
export function useCopying(
  call: StoredCall,
  trees: Trees,
  { cursor, isRevealed }: { readonly cursor: Place; readonly isRevealed: boolean },
): Copying {
  const { copy, dispatch } = useServices();
  const copyName = useCopy();
  const payload = trees[cursor.side];
  const node = cursor.node < REST ? cursor.node : 0;
  const take = (noun: string, copied: Copied): string | undefined => {
    if ('refusal' in copied) return copied.refusal;
    copy(copied.text);
    dispatch({ type: 'say', message: { tone: 'good', text: sentToClipboard(noun), ...hintOf(copied) } });
    return undefined;
  };
  const copyPath = (path: string): void => copyName('path', isRevealed ? path : withoutEmails(path));
  const path = () => `${cursor.side}${printPath(payload.isJson ? payload.tree.pathOf(node) : [])}`;
  const copies: Readonly<Record<(typeof MENU)[number]['id'], () => string | undefined>> = {
    path: () => {
      copyPath(path());
      return undefined;
    },
    node: () => take('selected value', copiedSource(payload, node, isRevealed)),
    request: () => take('request payload', copiedPayload(trees.req, isRevealed)),
    response: () => take('response payload', copiedPayload(trees.res, isRevealed)),
    curl: () => take('curl command', copiedCurl(call, trees, isRevealed)),
  };
  const choose = (id: string): void => {
    dispatch({ type: 'overlay', overlay: null });
    const found = MENU.find((item) => item.id === id);
    const refusal = found && copies[found.id]();
    if (refusal !== undefined) dispatch({ type: 'say', message: { tone: 'warn', text: refusal } });
  };
  return {
    copyValue: () => {
      const noun = node === 0 ? payloadNoun(cursor.side) : 'selected value';
      return take(
        noun,
        cursor.node < REST ? copiedValue(payload, node, isRevealed) : copiedPayload(payload, isRevealed),
      );
    },
    copyPath,
    openMenu: () => {
      const choice = { title: 'Copy', items: MENU, selectedId: 'path', choose };
      dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
    },
  };
}

function copiedCurl(call: StoredCall, { req }: Trees, isRevealed: boolean): Copied {
  const payload = req.payload === null ? { text: null, hiddenCount: 0 } : copiedPayload(req, isRevealed);
  if ('refusal' in payload) return payload;
  const command = curlCommand({ route: call.apiRoute, payload: payload.text });
  if (command === undefined) {
    return {
      refusal: 'The request holds control characters, which no shell takes when they are pasted: copy the request.',
    };
  }
  return { text: command, hiddenCount: payload.hiddenCount };
}

function hintOf({ text, hiddenCount }: Exclude<Copied, { refusal: string }>): { readonly hint?: string } {
  if (hiddenCount > 0) return { hint: `${hiddenCount} hidden as •••: r shows, then copy again.` };
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > CLIPBOARD_BYTES)
    return { hint: `It has ${formatBytes(bytes)}; many terminals take ${formatBytes(CLIPBOARD_BYTES)} at most.` };
  return isShownAsItIs(text.replaceAll('\n', ' '))
    ? {}
    : { hint: 'To the letter: it holds control or invisible characters.' };
}
