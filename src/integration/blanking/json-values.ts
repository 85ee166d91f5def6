import type { JsonDocument } from './json-document.ts';
import { isJsonNumber } from './json-syntax.ts';
import type { JsonNode } from './json-tree.ts';

/** The values of a document as JavaScript has them, by their numbers; of what is broken or cut off, what there is. */
export function jsonValuesOf(document: JsonDocument): readonly unknown[] {
  const { nodes } = document;
  const values: unknown[] = new Array(nodes.length);
  // What a value holds comes behind it.
  for (let at = nodes.length - 1; at > 0; at -= 1) {
    const node = nodes[at];
    if (node !== undefined) values[at] = valueAt(document, at, node, values);
  }
  return values;
}

function valueAt(document: JsonDocument, at: number, node: JsonNode, values: readonly unknown[]): unknown {
  if (node.kind === 'string') return document.contentOf(node);
  if (node.kind === 'literal') return literalOf(document.contentOf(node));
  const kids = document.childrenOf(at);
  if (node.kind === 'list') return kids.map((kid) => values[kid]);
  const nameOf = (kid: number, place: number) => {
    const key = document.nodes[kid]?.key;
    return key === undefined ? String(place) : document.contentOf(key);
  };
  return Object.fromEntries(kids.map((kid, place) => [nameOf(kid, place), values[kid]]));
}

function literalOf(text: string): unknown {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return isJsonNumber(text) ? Number(text) : text;
}
