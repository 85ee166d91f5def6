import { isCountName, isGroupName, isPartOfSecret, isSecretName, isYesOrNo } from '../../text/secret-names.ts';
import type { JsonDocument } from './json-document.ts';
import type { JsonNode } from './json-tree.ts';

// A piece of a text, as language models take it: a word, a short number or a few marks, never a mixture.
const PIECE = /^[\s▁Ġ#]*(?:'?\p{L}{1,15}|\p{N}{1,4}|[\p{P}\p{S}]{1,4})?\s*$/u;
const OF_PIECE = /^(?:top_)?log_?probs?$/i;
const MOST_BESIDE = 8;
const MOST_INSIDE = 5_000;

/** Tells whether a value with a secret's name is harmless: a yes or no, a count, or pieces of a text. */
export function isHarmless(document: JsonDocument, at: number, name: string): boolean {
  const node = document.nodes[at];
  if (node === undefined || !isSecretName(name)) return false;
  if (node.kind === 'literal') {
    const value = document.raw(node);
    return isYesOrNo(value) || (/^-?\d[\d.eE+-]*$/.test(value) && isCountName(name));
  }
  if (!/token/i.test(name)) return false;
  if (node.kind === 'string') return /^tokens?$/i.test(name) && isBesideLogprob(document, node);
  return isCountName(name) && holdsNoSecret(document, at, node);
}

/**
 * The values in an object which is about a secret but none as a whole, as a session with its title, that are secrets by their
 * name and that of the object; undefined if it is no such object, or list of such.
 */
export function secretsInGroup(document: JsonDocument, at: number, name: string): readonly number[] | undefined {
  if (!isGroupName(name)) return undefined;
  const node = document.nodes[at];
  const objects = node?.kind === 'list' ? document.childrenOf(at) : [at];
  if (objects.length === 0 || objects.some((object) => document.nodes[object]?.kind !== 'object')) return undefined;
  return objects.flatMap((object) =>
    document.childrenOf(object).filter((kid) => {
      const key = document.nodes[kid]?.key;
      return key !== undefined && isPartOfSecret(name, document.contentOf(key));
    }),
  );
}

function holdsNoSecret(document: JsonDocument, at: number, { kind, next }: JsonNode): boolean {
  if (next - at > MOST_INSIDE) return false;
  for (let inner = at + 1; inner < next; inner += 1) {
    const text = document.textAt(inner);
    if (text !== undefined && (kind === 'object' || !PIECE.test(text))) return false;
  }
  return true;
}

function isBesideLogprob(document: JsonDocument, { parent }: JsonNode): boolean {
  if ((document.nodes[parent]?.count ?? 0) > MOST_BESIDE) return false;
  return document.childrenOf(parent).some((kid) => {
    const key = document.nodes[kid]?.key;
    return key !== undefined && OF_PIECE.test(document.contentOf(key));
  });
}
