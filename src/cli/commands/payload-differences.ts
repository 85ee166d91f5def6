import { isJson } from '../../filter/json-values.ts';
import { printPath } from '../../filter/path.ts';
import type { StoredPayload } from '../../model/call.ts';
import { hiddenText, type ReadText, readWhole } from '../../text/json/hidden-text.ts';
import { HIDDEN, withoutEmails } from '../../text/json/hidden-values.ts';
import { type JsonDifference, jsonDifferences } from '../../text/json/json-difference.ts';

/** A value of a difference is told up to so many characters. */
const longestValue = 200;

/** A difference between two payloads as it is told; a value stands on the side that has it. */
export interface ToldDifference {
  readonly kind: JsonDifference['kind'];
  readonly path: string;
  readonly here?: string;
  readonly there?: string;
}

/** Finds the differences between two payloads of a side; those that are not JSON differ as a whole. */
export function payloadDifferences(
  one: StoredPayload | null,
  other: StoredPayload | null,
  { side, isRevealed }: { readonly side: string; readonly isRevealed: boolean },
): readonly ToldDifference[] {
  if (one === null || other === null || !isJson(one.text) || !isJson(other.text)) {
    if (one?.text === other?.text) return [];
    const shown = (payload: StoredPayload | null) => (payload === null ? 'not logged' : payload.text);
    const told = (payload: StoredPayload | null) => excerptOf(isRevealed ? shown(payload) : hiddenText(shown(payload)));
    return [{ kind: 'changed', path: side, here: told(one), there: told(other) }];
  }
  const [here, there] = [readWhole(one.text), readWhole(other.text)];
  const told: ToldDifference[] = [];
  for (const difference of jsonDifferences(here.tree, there.tree)) {
    if (difference === undefined) continue;
    const { kind } = difference;
    const [tree, node] = kind === 'added' ? [there.tree, difference.other] : [here.tree, difference.one];
    const path = `${side}${printPath(tree.pathOf(node))}`;
    told.push({
      kind,
      path: isRevealed ? path : withoutEmails(path),
      ...(kind !== 'added' && { here: shownValue(here, difference.one, isRevealed) }),
      ...(kind !== 'removed' && { there: shownValue(there, difference.other, isRevealed) }),
    });
  }
  return told;
}

function shownValue({ tree, hidden, text }: ReadText, node: number, isRevealed: boolean): string {
  const source = excerptOf(text.slice(tree.startOf(node), tree.endOf(node)));
  if (isRevealed) return source;
  if (hidden.isHidden(node)) return HIDDEN;
  return tree.isContainer(node)
    ? excerptOf(hiddenText(text.slice(tree.startOf(node), tree.endOf(node))))
    : withoutEmails(source);
}

function excerptOf(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
